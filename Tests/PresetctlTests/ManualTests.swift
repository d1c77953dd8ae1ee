import Foundation
import TestSupport
import Testing

/// Tests of `docs/presetctl.1`.
@Suite("The manual page") struct ManualTests {
  @Test("The manual page is generated from the help of the program")
  func isUpToDate() async throws {
    let folder = try TemporaryFolder()
    let description = try await folder.run("--experimental-dump-help").output
    let version = try await folder.run("--version").output.trimmingCharacters(in: .whitespacesAndNewlines)
    let page = try ManualPage(
      description: description, version: version, commands: try SourceTree.text("docs/commands.md"))
    let file = Binary.repository.appending(path: "docs/presetctl.1")
    if ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1" { try Data(page.text.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == page.text)
    for word in ["EXIT STATUS", "presetctl restore", "\\-\\-detailed\\-exitcode", ".B 130, 143"] {
      #expect(page.text.contains(word), "\(word)")
    }
  }
}
