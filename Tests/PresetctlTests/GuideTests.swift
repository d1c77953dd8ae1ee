import Foundation
import Testing

/// Runs the commands in the guides and compares their output.
@Suite("Guides") struct GuideTests {
  private static let folder = Binary.repository.appending(path: "docs/guides")
  private static let pages = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test("Every command in a guide runs and prints the output that the guide shows", arguments: pages)
  func guide(name: String) async throws {
    let file = Self.folder.appending(path: name)
    let guide = Guide(try String(contentsOf: file, encoding: .utf8))
    #expect(guide.unsupportedBlocks.isEmpty, "blocks that the test does not run")
    let runner = try GuideRunner()
    var outputs: [(location: Range<Int>, lines: [String])] = []
    for step in guide.steps {
      switch step {
      case .write(let path, let text): try runner.folder.write(text, path)
      case .run(let command):
        let (status, output) = try await runner.run(command.line)
        #expect(status == command.status, "\(command.line)\n\(output.joined(separator: "\n"))")
        let isExpected = Guide.matches(command.output, output)
        if !isExpected { outputs.append((command.outputRange, output)) }
        #expect(isExpected || Self.isRecording, "\(command.line)\n\(output.joined(separator: "\n"))")
      }
    }
    if Self.isRecording { try Data(guide.replacing(outputs).utf8).write(to: file) }
  }

  private static let isRecording = ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1"
}

/// Runs the steps of a guide in a folder of its own.
private final class GuideRunner {
  let folder: TemporaryFolder
  /// Commands that change the shell itself, such as `cd` and `export`.
  private var setupCommands: [String] = []
  private let binFolder: URL

  init() throws {
    folder = try TemporaryFolder()
    // A reader starts without a repository.
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    binFolder = folder.url.appending(path: ".programs")
    try FileManager.default.createDirectory(at: binFolder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: binFolder.appending(path: "presetctl"), withDestinationURL: Binary.url)
  }

  /// Runs a command in a shell and returns its exit code and its output without colors.
  func run(_ line: String) async throws -> (status: Int32, output: [String]) {
    let script = (["exec 2>&1"] + setupCommands + [line]).joined(separator: "\n")
    if line.hasPrefix("export ") || line.hasPrefix("cd ") { setupCommands.append(line) }
    let variables = [
      "PATH": "\(binFolder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")",
      "HOME": binFolder.path,
      "LANG": "C.UTF-8", "GIT_AUTHOR_NAME": "Reader", "GIT_AUTHOR_EMAIL": "reader@example.com",
      "GIT_COMMITTER_NAME": "Reader", "GIT_COMMITTER_EMAIL": "reader@example.com",
      "GIT_AUTHOR_DATE": "2026-03-01T10:15:00Z", "GIT_COMMITTER_DATE": "2026-03-01T10:15:00Z",
    ]
    let outcome = try await Binary.run(URL(filePath: "/bin/sh"), ["-c", script], in: folder.url, variables)
    let text = outcome.output.replacing(/\d{8}T\d{6}\.\d{3}Z/, with: "20260301T101500.000Z")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (outcome.status, lines.last == "" ? lines.dropLast() : lines)
  }
}
