import Foundation
import Synchronization
import Testing

/// The built program, run as a separate process.
enum Binary {
  /// The root folder of the repository.
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program next to the tests, or the program from `PRESETCTL_TEST_PROGRAM`, for example from a package.
  static let url: URL = {
    if let other = ProcessInfo.processInfo.environment["PRESETCTL_TEST_PROGRAM"] { return URL(filePath: other) }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "presetctl")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : repository.appending(path: ".build/debug/presetctl")
  }()

  /// The result of a run.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The complete result as text for snapshots.
    var text: String { "exit \(status)\n--- stdout ---\n\(output)--- stderr ---\n\(errors)" }
  }

  private static let starting = Mutex(())
  /// Limits the number of concurrent processes. Hundreds of processes would slow each other down, and Foundation cannot
  /// safely start a process while a thousand files are open.
  private static let limiter = ConcurrencyLimiter(8)

  /// Starts a process. Foundation cannot safely start two processes at the same time.
  static func start(_ process: Process) throws {
    try starting.withLock { _ in try process.run() }
  }

  /// Runs the program with only the given environment variables.
  /// - Parameter onStart: Called with the process id and the file that receives stderr.
  static func run(
    _ arguments: [String], in folder: URL, _ variables: [String: String] = [:], input: FileHandle? = nil,
    onStart: @escaping @Sendable (Int32, URL) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await run(url, arguments, in: folder, variables, input: input, onStart: onStart)
  }

  /// Runs another program.
  static func run(
    _ url: URL, _ arguments: [String], in folder: URL, _ variables: [String: String] = [:], input: FileHandle? = nil,
    onStart: @escaping @Sendable (Int32, URL) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await limiter.run { try await runNow(url, arguments, in: folder, variables, input, onStart) }
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
        // Foundation keeps references to ended processes, so the handles must be closed here.
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

/// A temporary folder that is removed after the test.
struct TemporaryFolder: ~Copyable {
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

  /// Replaces the only occurrence of a text in a file.
  func replace(_ old: String, by new: String, in name: String) throws {
    let text = try String(contentsOf: url.appending(path: name), encoding: .utf8)
    let parts = text.components(separatedBy: old)
    #expect(parts.count == 2, "\(old)")
    try write(parts.joined(separator: new), name)
  }

  /// Copies a file or folder of the repository.
  func copy(_ path: String, to name: String) throws {
    try FileManager.default.copyItem(at: Binary.repository.appending(path: path), to: url.appending(path: name))
  }

  /// Runs git and returns its output.
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
  /// The text with the times in snapshot names replaced.
  var withoutTimes: String { replacing(/\d{8}T\d{6}\.\d{3}Z/, with: "TIME") }
}
