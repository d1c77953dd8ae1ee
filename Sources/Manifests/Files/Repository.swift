#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that paths are relative to: the git work tree, else the project file's folder, else the working
/// directory.
package struct Repository: Hashable, Sendable {
  /// The absolute path of the folder, with symbolic links resolved.
  package let root: String
  /// The absolute path of the working directory, with symbolic links resolved.
  package let workingDirectory: String

  /// Finds the repository of a working directory.
  /// - Parameter projectFolder: The folder of the project file, if there is one.
  package static func find(around workingDirectory: String, projectFolder: String? = nil) -> Repository {
    let start = Self.resolved(workingDirectory)
    let root = ancestors(of: start).first {
      FileManager.default.fileExists(atPath: $0 + "/.git")
    }
    return Repository(root: root ?? projectFolder ?? start, workingDirectory: start)
  }

  package init(root: String, workingDirectory: String) {
    self.root = Self.resolved(root)
    self.workingDirectory = Self.resolved(workingDirectory)
  }

  /// Returns the nearest file with one of the names in the working directory or its parents, up to the repository root.
  /// Earlier names win within a folder.
  package func nearest(_ names: String...) -> String? {
    Self.ancestors(of: workingDirectory).filter { Self.isPath($0, within: root) }
      .flatMap { folder in names.map { folder + "/" + $0 } }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Returns a folder and its parents except `/`, starting with the folder.
  private static func ancestors(of path: String) -> [String] {
    sequence(first: path) { path in
      let parent = URL(filePath: path).deletingLastPathComponent().path.trimmingSlash
      return parent == "/" || parent == path ? nil : parent
    }.map(\.self)
  }

  /// Returns the path of a file for diagnostics, plans, and reports: relative to the root if it is inside, else
  /// absolute.
  package func name(of path: String) -> String {
    Self.isPath(path, within: root) ? relative(path, to: root) : path
  }

  /// Returns the path of a file relative to the working directory.
  package func relativePath(_ name: String) -> String {
    guard !name.hasPrefix("/"), root != workingDirectory else { return name }
    let target = components(root + "/" + name)
    let start = components(workingDirectory)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared))
      .joined(separator: "/")
  }

  /// Returns whether a path relative to the working directory is inside the repository after symbolic links are
  /// resolved.
  package func contains(_ path: String) -> Bool {
    Self.isPath(Self.resolved(absolutePath(path)), within: root)
  }

  /// Returns the absolute form of a path relative to the working directory.
  package func absolutePath(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : workingDirectory + "/" + path
    return URL(filePath: absolute).standardizedFileURL.path.trimmingSlash
  }

  /// Returns the path with all symbolic links resolved, even if the file does not exist yet.
  static func resolved(_ path: String) -> String {
    let url = URL(filePath: path)
    let parent = url.deletingLastPathComponent().path.trimmingSlash
    let isThere = (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    guard !isThere, parent != path, parent != "/" else { return url.resolvingSymlinksInPath().path.trimmingSlash }
    return resolved(parent) + "/" + url.lastPathComponent
  }

  /// Returns whether a path is a folder or inside it. Both are absolute.
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
