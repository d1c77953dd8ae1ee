import Foundation
import HTTPTypes
import JSONValue
import RealtimeKitEmulator
import Schema
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A killed program cannot report anything, so these tests check the snapshot and the server.
@Suite("Killed applies") struct KillTests {
  /// The time of the kill: before the request takes effect, or before its response arrives.
  enum Moment { case before, after }

  /// Every request. For reads there is no difference between before and after.
  private static let cases =
    ApplyFixture.requests.map { ($0, Moment.before) } + ApplyFixture.writeRequests.map { ($0, Moment.after) }

  /// Returns the documents as text, without ids and times.
  private static func documents(_ presets: [StoredPreset]) -> [String] {
    presets.map { JSON.object($0.document.document).text() }.sorted()
  }

  @Test(
    "An apply that is killed at any request leaves a complete snapshot and can be repeated",
    arguments: cases)
  func killed(request: Int, moment: Moment) async throws {
    let fixture = try await ApplyFixture()
    let (url, emulator) = (fixture.folder.url, fixture.emulator)
    let copy = Mutex<Emulator?>(nil)
    let killed = try await fixture.apply(["--parallelism", "1"], intercepting: request) { id, _, respond in
      let response = moment == .after ? await respond() : EmulatedResponse(HTTPResponse(status: .serviceUnavailable))
      kill(id, SIGKILL)
      return response
    } then: { variables in
      guard let snapshot = ApplyFixture.snapshot(in: url) else { return }
      let stateAfterKill = try ApplyFixture.copy(in: url)
      copy.withLock { $0 = stateAfterKill }
      let restore = try await Binary.run(["restore", snapshot, "--auto-approve"], in: url, variables)
      #expect(restore.status == 0, "\(restore.text)")
    }
    #expect(killed.status == SIGKILL)
    #expect(await Self.documents(emulator.presets) == Self.documents(fixture.before))
    let remaining = await emulator.presets.filter { new in fixture.before.contains { $0.id == new.id } }
    #expect(remaining.count >= fixture.before.count - 1)
    // Without a snapshot, no write has started.
    guard let copy = copy.withLock({ $0 }) else {
      #expect(ApplyFixture.planningRequests.contains(request))
      return #expect(await emulator.presets == fixture.before)
    }
    let again = try await fixture.run(["apply", "--auto-approve"], copy)
    #expect(again.status == 0, "\(again.text)")
    await fixture.expectApplied(copy, again.text)
  }

  @Test("An apply sends exactly the requests that these tests intercept")
  func requests() async throws {
    let fixture = try await ApplyFixture()
    let outcome = try await fixture.run(["apply", "--auto-approve", "--parallelism", "1"], fixture.emulator)
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(await fixture.emulator.journal.count == ApplyFixture.requests.count)
    let writes = await fixture.emulator.journal.enumerated().filter { $1.method != "GET" }.map { $0.offset + 1 }
    #expect(writes == ApplyFixture.writeRequests)
  }
}
