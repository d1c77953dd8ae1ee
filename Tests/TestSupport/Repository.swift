import Foundation

/// The repository that the tests belong to.
package enum Repository {
  /// A file's text, by its path from the top.
  package static func text(_ path: String) throws -> String {
    let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: top.appending(path: path), encoding: .utf8)
  }
}
