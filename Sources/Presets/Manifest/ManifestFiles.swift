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

  private let folder: RepositoryFolder
  private let sizeLimit: Int
  /// The resolved paths of files and folders that were read already.
  private var seen: Set<String> = []
  /// How many files were met that are manifests, or that something is wrong with.
  private var metCount = 0
  private var files: [File] = []
  private var diagnostics: [Diagnostic] = []

  /// Reads all manifests below `paths`, sorted by name. Only paths that `mayLeave` says may lie outside the repository folder.
  static func read(
    _ paths: [String], in folder: RepositoryFolder, mayLeave: Bool, sizeLimit: Int
  ) -> (files: [File], diagnostics: [Diagnostic]) {
    var found = ManifestFiles(folder: folder, sizeLimit: sizeLimit)
    for path in paths { found.read(path: folder.absolutePath(path), mayLeave: mayLeave) }
    return (found.files.sorted { ExactString($0.name) < ExactString($1.name) }, found.diagnostics)
  }

  private init(folder: RepositoryFolder, sizeLimit: Int) {
    self.folder = folder
    self.sizeLimit = sizeLimit
  }

  private mutating func read(path: String, mayLeave: Bool) {
    let target = RepositoryFolder.resolved(path)
    guard mayLeave || RepositoryFolder.isPath(target, within: folder.root) else {
      return report(.leavesRepository, at: path)
    }
    switch type(of: target) {
    case .typeDirectory?:
      let before = metCount
      seen.insert(target)
      readFolder(path, allowed: [folder.root, target])
      if metCount == before { report(.noManifests, at: path) }
    case nil: report(.missingPath, at: path)
    default:
      if let format = ManifestText.Format(fileName: path) {
        readFile(path, target: target, format)
      } else {
        report(.notAManifest, at: path)
      }
    }
  }

  /// Reads a folder's manifests, and those below it. Links may lead anywhere within `allowed`.
  private mutating func readFolder(_ path: String, allowed: [String]) {
    let children: [String]
    do {
      children = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      return report(.unreadablePath(reason: error.fileReason), at: path)
    }
    for child in children.sorted() where !child.hasPrefix(".") {
      let childPath = path + "/" + child
      let target = RepositoryFolder.resolved(childPath)
      let format = ManifestText.Format(fileName: child)
      let isFolder = type(of: target) == .typeDirectory
      guard isFolder || format != nil else { continue }
      guard allowed.contains(where: { RepositoryFolder.isPath(target, within: $0) }) else {
        report(.leavesRepository, at: childPath)
        continue
      }
      if isFolder {
        // A link to a folder above would lead in circles.
        if seen.insert(target).inserted { readFolder(childPath, allowed: allowed) }
      } else if let format {
        readFile(childPath, target: target, format)
      }
    }
  }

  private mutating func readFile(_ path: String, target: String, _ format: ManifestText.Format) {
    metCount += 1
    guard seen.insert(target).inserted else { return }
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      switch attributes[.type] as? FileAttributeType {
      case .typeRegular?: break
      case .typeSymbolicLink?: return report(.unreadablePath(reason: "the link leads nowhere"), at: path)
      default: return report(.unreadablePath(reason: "not a regular file"), at: path)
      }
      if let size = attributes[.size] as? any BinaryInteger, Int(size) > sizeLimit {
        return report(.unreadableText(.tooLarge(limit: sizeLimit)), at: path)
      }
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: target)))
      files.append(File(name: folder.name(of: path), bytes: bytes, format: format))
    } catch {
      report(.unreadablePath(reason: error.fileReason), at: path)
    }
  }

  private mutating func report(_ fault: Fault, at path: String) {
    metCount += 1
    diagnostics.append(Diagnostic(fault, at: Location(file: folder.name(of: path))))
  }

  private func type(of path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }
}
