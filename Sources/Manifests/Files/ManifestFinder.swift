import Diagnostics
import JSONValue
import SystemPackage
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the manifest files below paths.
///
/// A path that does not exist, cannot be read, or contains no manifest is an error, so that a missing file is never
/// read as "no presets".
struct ManifestFinder {
  /// A manifest file that was found.
  struct File: Sendable {
    /// The file's name in diagnostics.
    let name: String
    let format: ManifestText.Format
    /// The path with all symbolic links resolved.
    fileprivate let target: String
    /// The size in bytes.
    fileprivate let size: Int
  }

  private let folder: Repository
  private let sizeLimit: Int
  /// The resolved paths of files and folders that were already found.
  private var seen: Set<String> = []
  /// The number of manifests and problems found so far.
  private var foundCount = 0
  private var files: [File] = []
  private var diagnostics: [Diagnostic] = []

  /// Returns all manifests below `paths`, sorted by name.
  /// - Parameter role: The role of the documents in the files.
  static func find(
    _ paths: [ManifestPath], as role: DocumentRole, in folder: Repository, sizeLimit: Int
  ) -> (files: [File], diagnostics: [Diagnostic]) {
    var search = ManifestFinder(folder: folder, sizeLimit: sizeLimit)
    for path in paths { search.find(path, role) }
    return (search.files.sorted { ExactString($0.name) < ExactString($1.name) }, search.diagnostics)
  }

  private init(folder: Repository, sizeLimit: Int) {
    self.folder = folder
    self.sizeLimit = sizeLimit
  }

  private mutating func find(_ named: ManifestPath, _ role: DocumentRole) {
    let path = folder.absolutePath(named.path)
    let target = Repository.resolved(path)
    func report(_ problem: Problem) { diagnostics.append(named.diagnostic(problem, in: folder)) }
    guard named.mayLeaveRepository || Repository.isPath(target, within: folder.root) else {
      return report(.leavesRepository)
    }
    switch Result(catching: { () throws(Errno) in try Self.stat(target) }) {
    case .success(let stat) where stat.type == .directory:
      let before = foundCount
      seen.insert(target)
      findAll(in: path, target: target, allowed: [folder.root, target])
      if foundCount == before { report(.noManifests(role, in: named.written)) }
    case .failure: report(.missingPath(named))
    case .success(let stat):
      if let format = ManifestText.Format(fileName: path) {
        find(path, target: target, stat, format)
      } else {
        report(.notAManifest)
      }
    }
  }

  /// Finds the manifests in a folder and its subfolders. Symbolic links may lead anywhere within `allowed`.
  private mutating func findAll(in path: String, target: String, allowed: [String]) {
    let children: [String]
    do {
      children = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      return report(.unreadablePath(reason: error.fileErrorDescription), at: path)
    }
    let names = children.filter { !$0.hasPrefix(".") }.sorted()
    let stats = names.concurrentMap { name in Result { () throws(Errno) in try Self.stat(target + "/" + name) } }
    for (child, stat) in zip(names, stats) {
      do throws(Errno) {
        try find(child: child, try stat.get(), in: path, target: target, allowed: allowed)
      } catch {
        guard ManifestText.Format(fileName: child) != nil else { continue }
        report(.unreadablePath(reason: error.fileErrorDescription), at: path + "/" + child)
      }
    }
  }

  private mutating func find(
    child: String, _ stat: Stat, in folder: String, target: String, allowed: [String]
  ) throws(Errno) {
    let path = folder + "/" + child
    var target = target + "/" + child
    var stat = stat
    if stat.type == .symbolicLink {
      target = Repository.resolved(path)
      stat = try Self.stat(target)
    }
    let format = ManifestText.Format(fileName: child)
    let isFolder = stat.type == .directory
    guard isFolder || format != nil else { return }
    guard allowed.contains(where: { Repository.isPath(target, within: $0) }) else {
      return report(.leavesRepository, at: path)
    }
    if isFolder {
      // A link to a parent folder would cause a cycle.
      if seen.insert(target).inserted { findAll(in: path, target: target, allowed: allowed) }
    } else if let format {
      find(path, target: target, stat, format)
    }
  }

  private mutating func find(_ path: String, target: String, _ stat: Stat, _ format: ManifestText.Format) {
    foundCount += 1
    guard seen.insert(target).inserted else { return }
    switch stat.type {
    case .regular where stat.size > sizeLimit: report(Problem(.tooLarge(limit: sizeLimit)), at: path)
    case .regular:
      files.append(File(name: folder.name(of: path), format: format, target: target, size: Int(stat.size)))
    case .symbolicLink: report(.unreadablePath(reason: "broken symbolic link"), at: path)
    default: report(.unreadablePath(reason: "not a regular file"), at: path)
    }
  }

  private mutating func report(_ problem: Problem, at path: String) {
    foundCount += 1
    diagnostics.append(Diagnostic(problem, at: Location(file: folder.name(of: path))))
  }

  private static func stat(_ path: String) throws(Errno) -> Stat {
    try Stat(FilePath(path), followTargetSymlink: false)
  }
}

extension ManifestFinder.File {
  /// Reads the file. The limit is checked again, because the file may have grown since it was found.
  func read(limit: Int) throws(Diagnostic) -> [UInt8] {
    let bytes: [UInt8]?
    do {
      bytes = try FileDescriptor.bytes(at: FilePath(target), limit: limit, expecting: size)
    } catch {
      throw Diagnostic(.unreadablePath(reason: error.fileErrorDescription), at: Location(file: name))
    }
    guard let bytes else { throw Diagnostic(Problem(.tooLarge(limit: limit)), at: Location(file: name)) }
    return bytes
  }
}
