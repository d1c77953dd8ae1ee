#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that paths are named from: the git work tree, else the working directory.
public struct RepositoryFolder: Hashable, Sendable {
  /// The folder's absolute path, links resolved.
  public let root: String
  /// The working directory's absolute path, links resolved.
  public let workingDirectory: String

  /// Finds the folder around a working directory.
  public init(around workingDirectory: String) {
    self.workingDirectory = Self.resolved(workingDirectory)
    var candidate = URL(filePath: self.workingDirectory)
    while !FileManager.default.fileExists(atPath: candidate.appending(path: ".git").path), candidate.path != "/" {
      candidate.deleteLastPathComponent()
    }
    root = candidate.path == "/" ? self.workingDirectory : Self.resolved(candidate.path)
  }

  /// The path of a file as diagnostics, plans and reports name it: from the root where it lies within, else absolute.
  public func name(of path: String) -> String {
    Self.isPath(path, within: root) ? relative(path, to: root) : path
  }

  /// A file's path from the working directory, as a person there would type it.
  public func pathFromWorkingDirectory(_ name: String) -> String {
    guard !name.hasPrefix("/"), root != workingDirectory else { return name }
    let target = components(root + "/" + name)
    let start = components(workingDirectory)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared))
      .joined(separator: "/")
  }

  /// The absolute form of a path that is given from the working directory.
  func absolutePath(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : workingDirectory + "/" + path
    return URL(filePath: absolute).standardizedFileURL.path.trimmingSlash
  }

  /// The path with all links resolved.
  static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path.trimmingSlash
  }

  /// Whether a path is a folder or lies below it; both are absolute.
  static func isPath(_ path: String, within folder: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }

  private func relative(_ path: String, to folder: String) -> String {
    path == folder ? "." : String(path.dropFirst(folder == "/" ? 1 : folder.count + 1))
  }

  private func components(_ path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }
}

extension String {
  fileprivate var trimmingSlash: String {
    count > 1 && hasSuffix("/") ? String(dropLast()) : self
  }
}
