import Foundation
package import Testing

/// Compares a whole text with the one kept beside the tests. `PRESETCTL_RECORD=1` writes it anew.
package func expectSnapshot(
  _ text: String, _ name: String, testFile: String = #filePath, _ place: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  let expected = try #require(
    try? String(contentsOf: file, encoding: .utf8), "no snapshot '\(name)'; record it with PRESETCTL_RECORD=1",
    sourceLocation: place)
  #expect(text == expected, "snapshot '\(name)'", sourceLocation: place)
}
