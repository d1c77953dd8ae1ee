import Foundation
import Testing

/// The guides, carried out to the letter.
@Suite("The guides") struct GuideTests {
  private static let folder = Binary.repository.appending(path: "docs/guides")
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test("everything in them can be done, and prints what they show", arguments: names)
  func guide(name: String) async throws {
    let file = Self.folder.appending(path: name)
    let guide = Guide(try String(contentsOf: file, encoding: .utf8))
    #expect(guide.strays.isEmpty, "blocks that nobody carries out")
    let reader = try Reader()
    var outputs: [(place: Range<Int>, lines: [String])] = []
    for step in guide.steps {
      switch step {
      case .write(let path, let text): try reader.folder.write(text, path)
      case .run(let command):
        let (status, printed) = try await reader.run(command.line)
        #expect(status == command.status, "\(command.line)\n\(printed.joined(separator: "\n"))")
        let isShown = Guide.matches(command.output, printed)
        if !isShown { outputs.append((command.place, printed)) }
        #expect(isShown || Self.isRecording, "\(command.line)\n\(printed.joined(separator: "\n"))")
      }
    }
    if Self.isRecording { try Data(guide.replacing(outputs).utf8).write(to: file) }
  }

  private static let isRecording = ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1"
}

/// Somebody who does what a guide says, in a folder of their own.
private final class Reader {
  let folder: Folder
  /// Commands whose effect on the shell lasts.
  private var lasting: [String] = []
  private let programs: URL

  init() throws {
    folder = try Folder()
    // The reader begins with nothing.
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    programs = folder.url.appending(path: ".programs")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: programs.appending(path: "presetctl"), withDestinationURL: Binary.url)
  }

  /// Runs a line in a shell: its code, and what it prints on a terminal without colours.
  func run(_ line: String) async throws -> (status: Int32, printed: [String]) {
    let script = (["exec 2>&1"] + lasting + [line]).joined(separator: "\n")
    if line.hasPrefix("export ") || line.hasPrefix("cd ") { lasting.append(line) }
    let variables = [
      "PATH": "\(programs.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")",
      "HOME": programs.path,
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
