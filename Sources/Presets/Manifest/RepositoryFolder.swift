#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that paths are named from: the git work tree, else the project file's folder, else the working directory.
public struct RepositoryFolder: Hashable, Sendable {
  /// The folder's absolute path, links resolved.
  public let root: String
  /// The working directory's absolute path, links resolved.
  public let workingDirectory: String

  /// Finds the folder around a working directory.
  /// - Parameter projectFolder: The folder of the project file, where there is one.
  public init(around workingDirectory: String, projectFolder: String? = nil) {
    let start = Self.resolved(workingDirectory)
    let root = Self.ancestors(of: start).first {
      FileManager.default.fileExists(atPath: $0 + "/.git")
    }
    self.init(root: root ?? projectFolder ?? start, workingDirectory: start)
  }

  /// Names a folder.
  public init(root: String, workingDirectory: String) {
    self.root = Self.resolved(root)
    self.workingDirectory = Self.resolved(workingDirectory)
  }

  /// The nearest file of any of some names in the working directory or above it, within the folder; earlier names first.
  public func nearest(_ names: String...) -> String? {
    Self.ancestors(of: workingDirectory).filter { Self.isPath($0, within: root) }
      .flatMap { folder in names.map { folder + "/" + $0 } }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// A folder and those above it but the last, from the inside outwards.
  private static func ancestors(of path: String) -> [String] {
    sequence(first: path) { path in
      let parent = URL(filePath: path).deletingLastPathComponent().path.trimmingSlash
      return parent == "/" || parent == path ? nil : parent
    }.map(\.self)
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

  /// Whether a path, given from the working directory, leads to a place within the folder, through whatever links.
  public func holds(_ path: String) -> Bool {
    Self.isPath(Self.resolved(absolutePath(path)), within: root)
  }

  /// The absolute form of a path that is given from the working directory.
  public func absolutePath(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : workingDirectory + "/" + path
    return URL(filePath: absolute).standardizedFileURL.path.trimmingSlash
  }

  /// The path with all links resolved, also of what is not there yet.
  static func resolved(_ path: String) -> String {
    let url = URL(filePath: path)
    let parent = url.deletingLastPathComponent().path.trimmingSlash
    let isThere = (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    guard !isThere, parent != path, parent != "/" else { return url.resolvingSymlinksInPath().path.trimmingSlash }
    return resolved(parent) + "/" + url.lastPathComponent
  }

  /// Whether a path is a folder or lies below it; both are absolute.
  static func isPath(_ path: String, within folder: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }

  private func relative(_ path: String, to folder: String) -> String {
    guard path != folder else { return "." }
    return String(decoding: path.utf8.dropFirst(folder == "/" ? 1 : folder.utf8.count + 1), as: UTF8.self)
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
