import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder in which snapshots are kept. Nothing in it is ever overwritten or removed.
struct SnapshotFolder: Hashable, Sendable {
  /// The folder where no other is named.
  static let standard = SnapshotFolder(path: ".presetctl/snapshots")

  /// The folder's path from the working directory.
  let path: String

  /// Keeps what a plan is about to change, and returns the file once it is safely on the disk.
  func keep(before plan: Plan) throws(Failure) -> String {
    let text = Snapshot(before: plan).json.text(.faithful)
    do {
      try NewFile.makeFolder(FilePath(path))
      var time = Date.now
      // Another run may have taken the name in the same millisecond.
      while true {
        let file = FilePath(path).appending(Self.fileName(plan.environment.name, time))
        if try NewFile.write(text, to: file) {
          keepOutOfCommits()
          return file.string
        }
        time += 0.001
      }
    } catch {
      throw Failure(
        .failure, "nothing was changed, since no snapshot can be kept in '\(path)': \(error)",
        hint: "--snapshot-dir names another folder, --no-snapshot does without")
    }
  }

  /// A name by which snapshots sort as they were made.
  private static func fileName(_ environment: String, _ time: Date) -> String {
    let style = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
    return "\(time.formatted(style))-\(String(environment.percentEncoded(keeping: "-_.").prefix(100))).json"
  }

  private func keepOutOfCommits() {
    guard self == .standard else { return }
    NewFile.keepOutOfCommits(FilePath(path).removingLastComponent())
  }
}
