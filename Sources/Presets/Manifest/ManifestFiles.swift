import SystemPackage
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the manifest files below paths and reads them.
///
/// Nothing missing is ever read as "no presets": a path that is not there, cannot be read or holds no manifest is an error.
struct ManifestFiles {
  /// A file's name in diagnostics and its bytes.
  struct File: Sendable {
    let name: String
    let bytes: [UInt8]
    let format: ManifestText.Format
  }

  /// A file that is there, and is to be read.
  fileprivate struct Place: Sendable {
    let path: String
    /// The path with all links resolved.
    let target: String
    let format: ManifestText.Format
  }

  private let folder: RepositoryFolder
  private let sizeLimit: Int
  /// The resolved paths of files and folders that were met already.
  private var seen: Set<String> = []
  /// How many files were met that are manifests, or that something is wrong with.
  private var metCount = 0
  private var places: [Place] = []
  private var diagnostics: [Diagnostic] = []

  /// Reads all manifests below `paths`, sorted by name.
  /// - Parameter role: What the files are for.
  static func read(
    _ paths: [ManifestPath], as role: ManifestRole, in folder: RepositoryFolder, sizeLimit: Int
  ) -> (files: [File], diagnostics: [Diagnostic]) {
    var search = ManifestFiles(folder: folder, sizeLimit: sizeLimit)
    for path in paths { search.find(path, role) }
    var files: [File] = []
    for (place, bytes) in zip(search.places, search.places.concurrentMap { place in Result { try place.read() } }) {
      switch bytes {
      case .success(let bytes):
        files.append(File(name: folder.name(of: place.path), bytes: bytes, format: place.format))
      case .failure(let error): search.report(.unreadablePath(reason: error.fileReason), at: place.path)
      }
    }
    return (files.sorted { ExactString($0.name) < ExactString($1.name) }, search.diagnostics)
  }

  private init(folder: RepositoryFolder, sizeLimit: Int) {
    self.folder = folder
    self.sizeLimit = sizeLimit
  }

  private mutating func find(_ named: ManifestPath, _ role: ManifestRole) {
    let path = folder.absolutePath(named.path)
    let target = RepositoryFolder.resolved(path)
    func report(_ fault: Fault) { diagnostics.append(named.diagnostic(fault, in: folder)) }
    guard named.mayLeave || RepositoryFolder.isPath(target, within: folder.root) else {
      return report(.leavesRepository)
    }
    switch Result(catching: { () throws(Errno) in try Self.stat(target) }) {
    case .success(let stat) where stat.type == .directory:
      let before = metCount
      seen.insert(target)
      findAll(in: path, target: target, allowed: [folder.root, target])
      if metCount == before { report(.noManifests(role, in: named.written)) }
    case .failure: report(.missingPath(named))
    case .success(let stat):
      if let format = ManifestText.Format(fileName: path) {
        find(Place(path: path, target: target, format: format), stat)
      } else {
        report(.notAManifest)
      }
    }
  }

  /// Finds a folder's manifests, and those below it. Links may lead anywhere within `allowed`.
  private mutating func findAll(in path: String, target: String, allowed: [String]) {
    let children: [String]
    do {
      children = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      return report(.unreadablePath(reason: error.fileReason), at: path)
    }
    let names = children.filter { !$0.hasPrefix(".") }.sorted()
    let stats = names.concurrentMap { name in Result { () throws(Errno) in try Self.stat(target + "/" + name) } }
    for (child, stat) in zip(names, stats) {
      do throws(Errno) {
        try find(child: child, try stat.get(), in: path, target: target, allowed: allowed)
      } catch {
        guard ManifestText.Format(fileName: child) != nil else { continue }
        report(.unreadablePath(reason: error.fileReason), at: path + "/" + child)
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
      target = RepositoryFolder.resolved(path)
      stat = try Self.stat(target)
    }
    let format = ManifestText.Format(fileName: child)
    let isFolder = stat.type == .directory
    guard isFolder || format != nil else { return }
    guard allowed.contains(where: { RepositoryFolder.isPath(target, within: $0) }) else {
      return report(.leavesRepository, at: path)
    }
    if isFolder {
      // A link to a folder above would lead in circles.
      if seen.insert(target).inserted { findAll(in: path, target: target, allowed: allowed) }
    } else if let format {
      find(Place(path: path, target: target, format: format), stat)
    }
  }

  private mutating func find(_ place: Place, _ stat: Stat) {
    metCount += 1
    guard seen.insert(place.target).inserted else { return }
    switch stat.type {
    case .regular where stat.size > sizeLimit: report(.unreadableText(.tooLarge(limit: sizeLimit)), at: place.path)
    case .regular: places.append(place)
    case .symbolicLink: report(.unreadablePath(reason: "the link leads nowhere"), at: place.path)
    default: report(.unreadablePath(reason: "not a regular file"), at: place.path)
    }
  }

  private mutating func report(_ fault: Fault, at path: String) {
    metCount += 1
    diagnostics.append(Diagnostic(fault, at: Location(file: folder.name(of: path))))
  }

  private static func stat(_ path: String) throws(Errno) -> Stat {
    try Stat(FilePath(path), followTargetSymlink: false)
  }
}

extension ManifestFiles.Place {
  fileprivate func read() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: target)))
  }
}
