import Foundation
import HTTPTypes
import Presets
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that is killed can say nothing any more; the snapshot and the server must do.
@Suite("Killed") struct KillTests {
  /// When a program is killed: before the request has any effect, or before the answer to it is there.
  enum Moment { case before, after }

  /// Every request; for reads it is the same, before or after.
  private static let cases =
    MetApply.requests.map { ($0, Moment.before) } + MetApply.writes.map { ($0, Moment.after) }

  /// The documents, byte for byte, whatever their ids and times.
  private static func documents(_ presets: [StoredPreset]) -> [String] {
    presets.map { JSON.object($0.document.document).text() }.sorted()
  }

  @Test(
    "at any request, an apply leaves a snapshot that leads back to every byte, and can be run again",
    arguments: cases)
  func killed(request: Int, moment: Moment) async throws {
    let trial = try await MetApply()
    let (url, emulator) = (trial.folder.url, trial.emulator)
    let copy = Mutex<Emulator?>(nil)
    let killed = try await trial.apply(["--parallelism", "1"], meeting: request) { id, _, respond in
      let answer = moment == .after ? await respond() : Reply(HTTPResponse(status: .serviceUnavailable))
      kill(id, SIGKILL)
      return answer
    } then: { variables in
      guard let snapshot = MetApply.snapshot(in: url) else { return }
      let asItWasLeft = try MetApply.copy(in: url)
      copy.withLock { $0 = asItWasLeft }
      let restore = try await Binary.run(["restore", snapshot, "--auto-approve"], in: url, variables)
      #expect(restore.status == 0, "\(restore.text)")
    }
    #expect(killed.status == SIGKILL)
    #expect(await Self.documents(emulator.presets) == Self.documents(trial.before))
    let kept = await emulator.presets.filter { new in trial.before.contains { $0.id == new.id } }
    #expect(kept.count >= trial.before.count - 1)
    // Without a snapshot nothing has begun.
    guard let copy = copy.withLock({ $0 }) else {
      #expect(MetApply.planning.contains(request))
      return #expect(await emulator.presets == trial.before)
    }
    let again = try await trial.run(["apply", "--auto-approve"], copy)
    #expect(again.status == 0, "\(again.text)")
    await trial.expectDone(copy, again.text)
  }

  @Test("an apply has as many requests as are met")
  func requests() async throws {
    let trial = try await MetApply()
    let outcome = try await trial.run(["apply", "--auto-approve", "--parallelism", "1"], trial.emulator)
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(await trial.emulator.journal.count == MetApply.requests.count)
    let writes = await trial.emulator.journal.enumerated().filter { $1.method != "GET" }.map { $0.offset + 1 }
    #expect(writes == MetApply.writes)
  }
}
