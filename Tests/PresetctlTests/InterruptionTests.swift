import Foundation
import HTTPTypes
import JSONValue
import Planning
import RealtimeKitEmulator
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An interrupted apply reports its state accurately, and a second apply completes it.
@Suite("Interrupted applies") struct InterruptionTests {
  /// A signal at a request, and the parallelism of the apply.
  struct Case: CustomTestStringConvertible, Sendable {
    let request: Int
    let signal: Int32
    let parallelism: Int
    var testDescription: String { "signal \(signal) at request \(request), \(parallelism) at once" }
  }

  private static let cases = ApplyFixture.requests.flatMap {
    [Case(request: $0, signal: SIGINT, parallelism: 1), Case(request: $0, signal: SIGTERM, parallelism: 5)]
  }

  @Test(
    "An apply that is interrupted at any request reports its state accurately, and a second apply converges",
    arguments: cases)
  func interrupted(testCase: Case) async throws {
    let fixture = try await ApplyFixture()
    let outcome = try await fixture.apply(
      ["--parallelism", "\(testCase.parallelism)", "-o", "json"], intercepting: testCase.request
    ) { id, errors, respond in
      kill(id, testCase.signal)
      // The response waits until the program has handled the signal.
      while kill(id, 0) == 0, try !String(contentsOf: errors, encoding: .utf8).contains("interrupted") {
        await Task.yield()
      }
      return await respond()
    }
    #expect(outcome.status == 128 + testCase.signal, "\(outcome.text)")
    let document = try JSON(parsing: Array(outcome.output.utf8))
    let finalState = await FixtureApp.FinalState(from: fixture.before, to: fixture.emulator.presets)
    #expect(finalState.isRestUnchanged)
    if ApplyFixture.planningRequests.contains(testCase.request) {
      #expect(document["error"]?["message"] == "interrupted; nothing was changed", "\(outcome.text)")
      #expect(await fixture.emulator.presets == fixture.before)
    } else {
      let operations = try #require(document["operations"]?.array)
      #expect(operations.count == 5)
      for operation in operations {
        let name = operation["name"]?.string ?? ""
        let result = try #require(operation["outcome"]?.string.flatMap(Report.Outcome.init))
        #expect([.done, .failed, .notStarted].contains(result))
        let message = operation["error"]?["message"]?.string
        let summary = "\(name) \(result) \(message ?? "")"
        #expect(FixtureApp.isAccurate(result, message, finalState.states[name]), "\(summary)")
      }
    }
    let again = try await fixture.run(["apply", "--auto-approve"], fixture.emulator)
    #expect(again.status == 0, "\(again.text)")
    await fixture.expectApplied(fixture.emulator, again.text)
  }
}
