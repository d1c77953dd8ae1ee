import Foundation
import HTTPTypes
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// Readers that go away, disks that are full, and places where nothing can be written.
@Suite("Streams and disks") struct StreamTests {
  /// Runs the program in a shell that has prepared something for it.
  /// - Parameter script: The shell's words, in which `"$@"` is the program and its arguments.
  private static func run(
    _ script: String, _ arguments: String, in folder: URL, _ variables: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let words = arguments.split(separator: " ").map(String.init)
    let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    return try await Binary.run(
      URL(filePath: "/bin/bash"), ["-c", script, "bash", Binary.url.path] + words, in: folder,
      variables.merging(path) { $1 })
  }

  /// Every file of a folder but git's.
  private static func files(_ folder: URL) -> Set<String> {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return Set(names.filter { !$0.hasPrefix(".git") && !$0.hasPrefix("server.json") })
  }

  // MARK: Readers that go away

  /// Standard output is a pipe that nobody reads any more.
  private static let unread = #"mkfifo p; exec 3<>p; exec 4>p; exec 3<&-; exec "$@" >&4"#
  /// So is standard error.
  private static let whollyUnread = #"mkfifo p; exec 3<>p; exec 4>p; exec 3<&-; exec "$@" >&4 2>&4"#

  @Test(
    "a result that nobody reads ends the program with 1 and without a word",
    arguments: ["plan --local", "plan --local -o json", "validate", "schema plan", "plan --help", "--version"])
  func unreadResult(line: String) async throws {
    let trial = try await MetApply()
    let outcome = try await Self.run(Self.unread, line, in: trial.folder.url)
    #expect(outcome.text == "exit 1\n--- stdout ---\n--- stderr ---\n")
  }

  @Test("head takes its lines, and the program ends as it would", arguments: ["plan", "apply --auto-approve"])
  func head(line: String) async throws {
    let trial = try await MetApply()
    let outcome = try await Self.run(
      #""$@" | head -n 1; exit ${PIPESTATUS[0]}"#, "\(line) --local --local-seed none", in: trial.folder.url)
    // Whether the reader is still there when the rest comes is a matter of luck.
    #expect([0, 1].contains(outcome.status), "\(outcome.text)")
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test("an apply that nobody reads the plan of changes nothing")
  func unreadPreview() async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let outcome = try await EmulatorServer.with(trial.emulator) { address in
      try await Self.run(Self.unread, "apply --auto-approve", in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1 && outcome.errors.contains("Broken pipe"), "\(outcome.text)")
    #expect(await trial.emulator.presets == trial.before)
  }

  @Test("an apply that has begun comes to its end though nobody reads on", arguments: ["", " -v", " --parallelism 1"])
  func unreadReport(options: String) async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let outcome = try await EmulatorServer.with(trial.emulator) { address in
      try await Self.run(
        Self.whollyUnread, "apply --auto-approve -o json" + options, in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1)
    await trial.expectDone(trial.emulator, outcome.text)
  }

  /// Reads until the plan is there, and then no more.
  private static let leaving = #"""
    set -o pipefail
    "$@" 2>&1 | { while read -r line && [[ $line != "Plan: "* ]]; do :; done; exec <&-; touch left; }
    """#

  @Test("the reader of a plan who goes away while it is applied stops nothing")
  func readerLeaves() async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let isLeft = url.appending(path: "left").path
    // The first write waits until the reader is gone.
    let emulator = trial.emulator
    let outcome = try await EmulatorServer.with({ request, body in
      if request.method != .get {
        while !FileManager.default.fileExists(atPath: isLeft) { try await Task.sleep(for: .milliseconds(2)) }
      }
      return await emulator.respond(to: request, body: body)
    }) { address in
      try await Self.run(
        Self.leaving, "apply --auto-approve -v", in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1, "\(outcome.text)")
    await trial.expectDone(emulator, outcome.text)
  }

  // MARK: Disks and places

  /// No file can be longer than a kilobyte, which is what a full disk looks like to a program.
  private static let full =
    #"trap "" XFSZ; ( ulimit -f 1; exec "$@" ) | cat; exit ${PIPESTATUS[0]}"#

  @Test(
    "nothing is half written on a disk that is full",
    arguments: [
      ("plan --out plan.json", "'plan.json' cannot be written: File too large"),
      ("plan --report plan.md", "'plan.md' cannot be written: File too large"),
      (
        "apply --auto-approve",
        "nothing was changed, since no snapshot can be kept in '.presetctl/snapshots': File too large"
      ),
      ("apply --auto-approve --no-snapshot --report report.json", "'report.json' cannot be written: File too large"),
    ])
  func fullDisk(line: String, words: String) async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let files = Self.files(url)
    let outcome = try await EmulatorServer.with(trial.emulator) { address in
      try await Self.run(Self.full, line, in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: \(words)\n"), "\(outcome.text)")
    #expect(Self.files(url).subtracting(files).isSubset(of: [".presetctl", ".presetctl/snapshots"]))
    if line.contains("--no-snapshot") {
      await trial.expectDone(trial.emulator, outcome.text)
    } else {
      #expect(await trial.emulator.presets == trial.before)
    }
  }

  @Test(
    "the local API refuses what it cannot keep", arguments: [full, #"exec "$@" --local-state /proc/none/local.json"#])
  func localState(script: String) async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let outcome = try await Self.run(script, "apply --auto-approve --local", in: url)
    #expect([1, 4].contains(outcome.status), "\(outcome.text)")
    #expect(outcome.text.contains("error: '") && outcome.errors.contains("' cannot be used: "), "\(outcome.text)")
    #expect(!Self.files(url).contains(".presetctl/local.json"))
  }

  @Test(
    "a place where nothing can be written is told",
    arguments: [
      ("plan --out /proc/none/plan.json", "'/proc/none/plan.json' cannot be written: no such file"),
      ("plan --out /dev/full", "'/dev/full' cannot be written: No space left on device"),
      ("plan --out presets", "'presets' cannot be written: Is a directory"),
      ("plan --report /proc/none/plan.md", "'/proc/none/plan.md' cannot be written: no such file"),
      (
        "apply --auto-approve --snapshot-dir /proc/none",
        "nothing was changed, since no snapshot can be kept in '/proc/none': No such file or directory"
      ),
      (
        "apply --auto-approve --snapshot-dir /dev/full",
        "nothing was changed, since no snapshot can be kept in '/dev/full': Not a directory"
      ),
    ])
  func unwritable(line: String, words: String) async throws {
    let trial = try await MetApply()
    let url = trial.folder.url
    let files = Self.files(url)
    let outcome = try await EmulatorServer.with(trial.emulator) { address in
      try await Self.run(#"exec "$@""#, line, in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: \(words)\n"), "\(outcome.text)")
    #expect(Self.files(url) == files)
    #expect(await trial.emulator.presets == trial.before)
  }
}
