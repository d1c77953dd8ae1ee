import Foundation
import HTTPTypes
import RealtimeKitEmulator
import TestSupport
import Testing

/// Output to closed pipes, full disks and unwritable paths.
@Suite("Streams and disks") struct StreamTests {
  /// Runs the program in a shell script.
  /// - Parameter script: A script in which `"$@"` is the program with its arguments.
  private static func run(
    _ script: String, _ line: String, in folder: URL, _ variables: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let arguments = line.split(separator: " ").map(String.init)
    let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    return try await Binary.run(
      URL(filePath: "/bin/bash"), ["-c", script, "bash", Binary.url.path] + arguments, in: folder,
      variables.merging(path) { $1 })
  }

  /// Returns the paths of all files in a folder, except those of git and of the local API.
  private static func files(_ folder: URL) -> Set<String> {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return Set(names.filter { !$0.hasPrefix(".git") && !$0.hasPrefix("server.json") })
  }

  // MARK: Closed pipes

  /// A script that connects stdout to a pipe without a reader.
  private static let closedStdout = #"mkfifo p; exec 3<>p; exec 4>p; exec 3<&-; exec "$@" >&4"#
  /// A script that connects stdout and stderr to a pipe without a reader.
  private static let closedOutput = #"mkfifo p; exec 3<>p; exec 4>p; exec 3<&-; exec "$@" >&4 2>&4"#

  @Test(
    "A result that cannot be written because the pipe is closed exits with 1 and prints nothing",
    arguments: ["plan --local", "plan --local -o json", "validate", "schema plan", "plan --help", "--version"])
  func closedPipe(line: String) async throws {
    let fixture = try await ApplyFixture()
    let outcome = try await Self.run(Self.closedStdout, line, in: fixture.folder.url)
    #expect(outcome.text == "exit 1\n--- stdout ---\n--- stderr ---\n")
  }

  @Test(
    "A reader that stops after the first line does not break the program", arguments: ["plan", "apply --auto-approve"])
  func head(line: String) async throws {
    let fixture = try await ApplyFixture()
    let outcome = try await Self.run(
      #""$@" | head -n 1; exit ${PIPESTATUS[0]}"#, "\(line) --local --local-seed none", in: fixture.folder.url)
    // The exit code depends on whether the reader has closed the pipe before the rest is written.
    #expect([0, 1].contains(outcome.status), "\(outcome.text)")
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test("An apply changes nothing if the preview cannot be written")
  func closedPipeBeforePreview() async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let outcome = try await EmulatorServer.with(fixture.emulator) { address in
      try await Self.run(Self.closedStdout, "apply --auto-approve", in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1 && outcome.errors.contains("Broken pipe"), "\(outcome.text)")
    #expect(await fixture.emulator.presets == fixture.before)
  }

  @Test("An apply in progress continues when its output cannot be written", arguments: ["", " -v", " --parallelism 1"])
  func closedPipeDuringApply(options: String) async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let outcome = try await EmulatorServer.with(fixture.emulator) { address in
      try await Self.run(
        Self.closedOutput, "apply --auto-approve -o json" + options, in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1)
    await fixture.expectApplied(fixture.emulator, outcome.text)
  }

  /// A script that reads until the plan is shown and then closes the pipe.
  private static let readingUntilPlan = #"""
    set -o pipefail
    "$@" 2>&1 | { while read -r line && [[ $line != "Plan: "* ]]; do :; done; exec <&-; touch left; }
    """#

  @Test("An apply continues when the reader closes the pipe after the plan")
  func pipeClosedAfterPlan() async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let marker = url.appending(path: "left").path
    // The first write waits until the reader has closed the pipe.
    let emulator = fixture.emulator
    let outcome = try await EmulatorServer.with({ request, body in
      if request.method != .get {
        while !FileManager.default.fileExists(atPath: marker) { try await Task.sleep(for: .milliseconds(2)) }
      }
      return await emulator.respond(to: request, body: body)
    }) { address in
      try await Self.run(
        Self.readingUntilPlan, "apply --auto-approve -v", in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1, "\(outcome.text)")
    await fixture.expectApplied(emulator, outcome.text)
  }

  // MARK: Disks and paths

  /// A script that limits files to one kilobyte. To the program this looks like a full disk.
  private static let fullDiskScript =
    #"trap "" XFSZ; ( ulimit -f 1; exec "$@" ) | cat; exit ${PIPESTATUS[0]}"#

  @Test(
    "A file is never written partially when the disk is full",
    arguments: [
      ("plan --out plan.json", "could not write 'plan.json': File too large"),
      ("plan --report plan.md", "could not write 'plan.md': File too large"),
      (
        "apply --auto-approve",
        "could not save a snapshot to '.presetctl/snapshots', so nothing was changed: File too large"
      ),
      ("apply --auto-approve --no-snapshot --report report.json", "could not write 'report.json': File too large"),
    ])
  func fullDisk(line: String, message: String) async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let files = Self.files(url)
    let outcome = try await EmulatorServer.with(fixture.emulator) { address in
      try await Self.run(Self.fullDiskScript, line, in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: \(message)\n"), "\(outcome.text)")
    #expect(Self.files(url).subtracting(files).isSubset(of: [".presetctl", ".presetctl/snapshots"]))
    if line.contains("--no-snapshot") {
      await fixture.expectApplied(fixture.emulator, outcome.text)
    } else {
      #expect(await fixture.emulator.presets == fixture.before)
    }
  }

  @Test(
    "The local API rejects a change that it cannot save",
    arguments: [fullDiskScript, #"exec "$@" --local-state /proc/none/local.json"#])
  func localState(script: String) async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let outcome = try await Self.run(script, "apply --auto-approve --local", in: url)
    #expect([1, 4].contains(outcome.status), "\(outcome.text)")
    #expect(outcome.errors.contains("error: could not access '"), "\(outcome.text)")
    #expect(!Self.files(url).contains(".presetctl/local.json"))
  }

  @Test(
    "An unwritable path is reported with the cause",
    arguments: [
      ("plan --out /proc/none/plan.json", "could not write '/proc/none/plan.json': no such file"),
      ("plan --out /dev/full", "could not write '/dev/full': No space left on device"),
      ("plan --out presets", "could not write 'presets': Is a directory"),
      ("plan --report /proc/none/plan.md", "could not write '/proc/none/plan.md': no such file"),
      (
        "apply --auto-approve --snapshot-dir /proc/none",
        "could not save a snapshot to '/proc/none', so nothing was changed: No such file or directory"
      ),
      (
        "apply --auto-approve --snapshot-dir /dev/full",
        "could not save a snapshot to '/dev/full', so nothing was changed: Not a directory"
      ),
    ])
  func unwritable(line: String, message: String) async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let files = Self.files(url)
    let outcome = try await EmulatorServer.with(fixture.emulator) { address in
      try await Self.run(#"exec "$@""#, line, in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: \(message)\n"), "\(outcome.text)")
    #expect(Self.files(url) == files)
    #expect(await fixture.emulator.presets == fixture.before)
  }
}
