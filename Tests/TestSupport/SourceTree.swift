import Foundation

/// The files of the repository that the tests belong to.
package enum SourceTree {
  /// Returns the text of a file.
  package static func text(_ path: String) throws -> String {
    let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: top.appending(path: path), encoding: .utf8)
  }
}
