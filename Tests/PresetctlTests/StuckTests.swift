import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs that cannot get rid of what they have to say.
@Suite("A run that is stuck") struct StuckTests {
  private static let signals: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

  private static let arguments = ["--local", "--local-seed", "none", "--report", "pipe.json"]

  /// A folder with the catalogue.
  private static func folder() throws -> Folder {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    return folder
  }

  /// A pipe in a folder, which takes less than a plan, with a reader who reads nothing yet.
  private static func pipe(in folder: borrowing Folder) throws -> Int32 {
    let path = folder.url.appending(path: "pipe.json").path
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return open(path, O_RDONLY | O_NONBLOCK)
  }

  /// Waits until the pipe holds something: the program has begun to show its result.
  private static func wait(for pipe: Int32) async {
    var descriptor = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    while poll(&descriptor, 1, 0) == 0 { await Task.yield() }
  }

  private static func wait(for word: String, in errors: URL) async throws {
    while try !String(contentsOf: errors, encoding: .utf8).contains(word) { await Task.yield() }
  }

  @Test("ends with the second signal while it shows a result that nobody reads", arguments: signals, ["", "1"])
  func showing(signal: (Int32, Int32), isStrict: String) async throws {
    let folder = try Self.folder()
    let pipe = try Self.pipe(in: folder)
    defer { close(pipe) }
    // With this variable there is one thread for all tasks, as on a machine with one processor.
    let variables = isStrict.isEmpty ? [:] : ["LIBDISPATCH_COOPERATIVE_POOL_STRICT": isStrict]
    let outcome = try await Binary.run(
      ["plan"] + Self.arguments, in: folder.url, variables
    ) { id, errors in
      Task {
        await Self.wait(for: pipe)
        kill(id, signal.0)
        try await Self.wait(for: "interrupted: the run is over", in: errors)
        kill(id, signal.0)
      }
    }
    #expect(outcome.status == signal.1)
    #expect(outcome.output.hasSuffix("Plan: 9 to add, 0 to change, 0 to delete.\n"))
  }

  @Test("ends with the second signal while it tells of the first")
  func telling() async throws {
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

  @Test("one signal comes too late for a result that is read")
  func late() async throws {
    let folder = try Self.folder()
    let pipe = try Self.pipe(in: folder)
    let outcome = try await Binary.run(
      ["plan"] + Self.arguments, in: folder.url
    ) { id, errors in
      Task {
        await Self.wait(for: pipe)
        kill(id, SIGTERM)
        try await Self.wait(for: "interrupted: the run is over", in: errors)
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
