import SystemPackage
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the manifest files below paths.
///
/// Nothing missing is ever read as "no presets": a path that is not there, cannot be read or holds no manifest is an error.
struct ManifestFiles {
  /// A file that is there, and is to be read.
  struct Place: Sendable {
    /// The file's name in diagnostics.
    let name: String
    let format: ManifestText.Format
    /// The path with all links resolved.
    fileprivate let target: String
    /// In bytes.
    fileprivate let size: Int
  }

  private let folder: RepositoryFolder
  private let sizeLimit: Int
  /// The resolved paths of files and folders that were met already.
  private var seen: Set<String> = []
  /// How many files were met that are manifests, or that something is wrong with.
  private var metCount = 0
  private var places: [Place] = []
  private var diagnostics: [Diagnostic] = []

  /// Finds all manifests below `paths`, sorted by name.
  /// - Parameter role: What the files are for.
  static func find(
    _ paths: [ManifestPath], as role: ManifestRole, in folder: RepositoryFolder, sizeLimit: Int
  ) -> (places: [Place], diagnostics: [Diagnostic]) {
    var search = ManifestFiles(folder: folder, sizeLimit: sizeLimit)
    for path in paths { search.find(path, role) }
    return (search.places.sorted { ExactString($0.name) < ExactString($1.name) }, search.diagnostics)
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
        find(path, target: target, stat, format)
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
      find(path, target: target, stat, format)
    }
  }

  private mutating func find(_ path: String, target: String, _ stat: Stat, _ format: ManifestText.Format) {
    metCount += 1
    guard seen.insert(target).inserted else { return }
    switch stat.type {
    case .regular where stat.size > sizeLimit: report(.unreadableText(.tooLarge(limit: sizeLimit)), at: path)
    case .regular:
      places.append(Place(name: folder.name(of: path), format: format, target: target, size: Int(stat.size)))
    case .symbolicLink: report(.unreadablePath(reason: "the link leads nowhere"), at: path)
    default: report(.unreadablePath(reason: "not a regular file"), at: path)
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
  /// Reads the file, which may have grown since it was found.
  func read(limit: Int) throws(Diagnostic) -> [UInt8] {
    let bytes: [UInt8]?
    do {
      bytes = try FileDescriptor.bytes(at: FilePath(target), limit: limit, expecting: size)
    } catch {
      throw Diagnostic(.unreadablePath(reason: error.fileReason), at: Location(file: name))
    }
    guard let bytes else { throw Diagnostic(.unreadableText(.tooLarge(limit: limit)), at: Location(file: name)) }
    return bytes
  }
}
