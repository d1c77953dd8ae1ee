import Foundation
package import Testing

/// Compares a text with the snapshot that is stored next to the tests. `PRESETCTL_RECORD=1` records the snapshot again.
package func expectSnapshot(
  _ text: String, _ name: String, testFile: String = #filePath, _ location: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  let expected = try #require(
    try? String(contentsOf: file, encoding: .utf8), "no snapshot '\(name)'; record it with PRESETCTL_RECORD=1",
    sourceLocation: location)
  #expect(text == expected, "snapshot '\(name)'", sourceLocation: location)
}
