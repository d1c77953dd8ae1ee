import Diagnostics
import Documents
import JSONValue
import Manifests
import Planning
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder for snapshots. Existing snapshots are never overwritten or deleted.
struct SnapshotFolder: Hashable, Sendable {
  /// The default folder.
  static let standard = SnapshotFolder(path: ".presetctl/snapshots")

  /// The path relative to the working directory.
  let path: String

  /// Saves the presets that a plan is about to change, and returns the file once it is flushed to disk.
  func save(before plan: Plan) throws(CommandFailure) -> String {
    let text = Snapshot(before: plan).json.text(.prettyInDocumentOrder)
    do {
      try NewFile.makeFolder(FilePath(path))
      var time = Date.now
      // Another run may have used the name in the same millisecond.
      while true {
        let file = FilePath(path).appending(Self.fileName(plan.environment.name, time))
        if try NewFile.write(text, to: file) {
          addGitignore()
          return file.string
        }
        time += 0.001
      }
    } catch {
      throw CommandFailure(
        .failure, "could not save a snapshot to '\(path)', so nothing was changed: \(error)",
        hint: "select another folder with --snapshot-dir, or use --no-snapshot")
    }
  }

  /// Returns a file name that sorts snapshots by time.
  private static func fileName(_ environment: String, _ time: Date) -> String {
    let style = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
    return "\(time.formatted(style))-\(String(environment.percentEncoded(allowing: "-_.").prefix(100))).json"
  }

  private func addGitignore() {
    guard self == .standard else { return }
    NewFile.addGitignore(FilePath(path).removingLastComponent())
  }
}
