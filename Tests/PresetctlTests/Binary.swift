import Foundation
import Synchronization
import Testing

/// The built program, run as a person runs it.
enum Binary {
  /// The repository's folder.
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program, which lies beside the tests, or another one that is to pass them: that of a package.
  static let url: URL = {
    if let other = ProcessInfo.processInfo.environment["PRESETCTL_TEST_PROGRAM"] { return URL(filePath: other) }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "presetctl")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : repository.appending(path: ".build/debug/presetctl")
  }()

  /// What came of a run.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// All of it, as a snapshot holds it.
    var text: String { "exit \(status)\n--- stdout ---\n\(output)--- stderr ---\n\(errors)" }
  }

  private static let starting = Mutex(())
  /// How many programs run at once. Hundreds would wait for each other, and Foundation starts none safely beside a thousand
  /// open files.
  private static let turnstile = Turnstile(8)

  /// Starts a process. Foundation does not start two at once without harm.
  static func start(_ process: Process) throws {
    try starting.withLock { _ in try process.run() }
  }

  /// Runs the program with nothing in its environment but what is given.
  /// - Parameter onStart: Told the process's id, and where what it writes to standard error can be read.
  static func run(
    _ arguments: [String], in folder: URL, _ variables: [String: String] = [:], input: FileHandle? = nil,
    onStart: @escaping @Sendable (Int32, URL) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await run(url, arguments, in: folder, variables, input: input, onStart: onStart)
  }

  /// Runs any program.
  static func run(
    _ url: URL, _ arguments: [String], in folder: URL, _ variables: [String: String] = [:], input: FileHandle? = nil,
    onStart: @escaping @Sendable (Int32, URL) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await turnstile.pass { try await runNow(url, arguments, in: folder, variables, input, onStart) }
  }

  private static func runNow(
    _ url: URL, _ arguments: [String], in folder: URL, _ variables: [String: String], _ input: FileHandle?,
    _ onStart: @escaping @Sendable (Int32, URL) -> Void
  ) async throws -> Outcome {
    let id = UUID().uuidString
    let files = ["out", "err"].map { FileManager.default.temporaryDirectory.appending(path: "presetctl-\(id).\($0)") }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = variables
    process.standardInput = input ?? FileHandle.nullDevice
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let handles = try files.map { try FileHandle(forWritingTo: $0) }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        // Foundation keeps a process that has ended, and with it what stays open here.
        defer { for handle in handles { try? handle.close() } }
        try start(process)
        onStart(process.processIdentifier, files[1])
      } catch {
        continuation.resume(throwing: error)
      }
    }
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// A folder of a test's own, gone when the test is done.
struct Folder: ~Copyable {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url.appending(path: ".git"), withIntermediateDirectories: true)
    for (name, text) in files { try write(text, name) }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func write(_ text: String, _ name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Replaces a text that stands in a file.
  func replace(_ old: String, by new: String, in name: String) throws {
    let text = try String(contentsOf: url.appending(path: name), encoding: .utf8)
    let parts = text.components(separatedBy: old)
    #expect(parts.count == 2, "\(old)")
    try write(parts.joined(separator: new), name)
  }

  /// Copies what lies at a path of the repository.
  func copy(_ path: String, to name: String) throws {
    try FileManager.default.copyItem(at: Binary.repository.appending(path: path), to: url.appending(path: name))
  }

  /// Runs git, and returns what it printed.
  @discardableResult func git(_ arguments: String...) async throws -> String {
    let variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
      "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
    ]
    let outcome = try await Binary.run(URL(filePath: "/usr/bin/env"), ["git"] + arguments, in: url, variables)
    #expect(outcome.status == 0, "git \(arguments): \(outcome.text)")
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func run(_ arguments: String..., variables: [String: String] = [:], input: FileHandle? = nil) async throws
    -> Binary.Outcome
  {
    try await run(arguments, variables, input: input)
  }

  func run(_ arguments: [String], _ variables: [String: String] = [:], input: FileHandle? = nil) async throws
    -> Binary.Outcome
  {
    try await Binary.run(arguments, in: url, variables, input: input)
  }
}

extension String {
  /// The text with the times in the names of snapshots replaced.
  var withoutTimes: String { replacing(/\d{8}T\d{6}\.\d{3}Z/, with: "TIME") }
}
