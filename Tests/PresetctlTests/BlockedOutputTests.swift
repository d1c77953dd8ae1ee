import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs whose output is blocked because a pipe is full.
@Suite("Blocked output") struct BlockedOutputTests {
  private static let signals: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

  private static let arguments = ["--local", "--local-seed", "none", "--report", "pipe.json"]

  /// Returns a folder with the catalog.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    return folder
  }

  /// Returns a reader of a new pipe in a folder. The pipe has less capacity than a plan needs, and nothing is read yet.
  private static func pipe(in folder: borrowing TemporaryFolder) throws -> Int32 {
    let path = folder.url.appending(path: "pipe.json").path
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return open(path, O_RDONLY | O_NONBLOCK)
  }

  /// Waits until the program starts to write its result into the pipe.
  private static func wait(for pipe: Int32) async {
    var descriptor = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    while poll(&descriptor, 1, 0) == 0 { await Task.yield() }
  }

  private static func wait(for word: String, in errors: URL) async throws {
    while try !String(contentsOf: errors, encoding: .utf8).contains(word) { await Task.yield() }
  }

  @Test("A second signal stops the program while its result is blocked", arguments: signals, ["", "1"])
  func blockedResult(signal: (Int32, Int32), strictPool: String) async throws {
    let folder = try Self.folder()
    let pipe = try Self.pipe(in: folder)
    defer { close(pipe) }
    // With this variable there is one thread for all tasks, as on a machine with one processor.
    let variables = strictPool.isEmpty ? [:] : ["LIBDISPATCH_COOPERATIVE_POOL_STRICT": strictPool]
    let outcome = try await Binary.run(
      ["plan"] + Self.arguments, in: folder.url, variables
    ) { id, errors in
      Task {
        await Self.wait(for: pipe)
        kill(id, signal.0)
        try await Self.wait(for: "interrupted: writing the result", in: errors)
        kill(id, signal.0)
      }
    }
    #expect(outcome.status == signal.1)
    #expect(outcome.output.hasSuffix("Plan: 9 to add, 0 to change, 0 to delete.\n"))
  }

  @Test("A second signal stops the program while its message about the first signal is blocked")
  func blockedMessage() async throws {
    let folder = try Self.folder()
    let pipe = try Self.pipe(in: folder)
    defer { close(pipe) }
    let terminal = try Terminal()
    let full = open(folder.url.appending(path: "pipe.json").path, O_WRONLY | O_NONBLOCK)
    defer { close(full) }
    let block = [UInt8](repeating: 0, count: 4096)
    while write(full, block, block.count) > 0 {}
    let outcome = try await Binary.run(["apply"] + Self.arguments, in: folder.url, input: terminal.program) {
      id, errors in
      Task {
        try await Self.wait(for: "Apply this plan?", in: errors)
        kill(id, SIGTERM)
        try await Self.wait(for: "nothing was changed", in: errors)
        kill(id, SIGTERM)
      }
    }
    #expect(outcome.status == 143)
  }

  @Test("A signal does not stop the program if the result is read after all")
  func delayedReader() async throws {
    let folder = try Self.folder()
    let pipe = try Self.pipe(in: folder)
    let outcome = try await Binary.run(
      ["plan"] + Self.arguments, in: folder.url
    ) { id, errors in
      Task {
        await Self.wait(for: pipe)
        kill(id, SIGTERM)
        try await Self.wait(for: "interrupted: writing the result", in: errors)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
          let count = read(pipe, &buffer, buffer.count)
          if count == 0 { break }
          if count < 0 { await Task.yield() }
        }
        close(pipe)
      }
    }
    #expect(outcome.status == 0)
  }
}
