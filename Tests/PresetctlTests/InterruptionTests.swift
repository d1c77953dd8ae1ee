import Foundation
import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whoever interrupts an apply is told the truth about it, and can run it again.
@Suite("Interrupted") struct InterruptionTests {
  /// A signal at a request, with so many operations at once: SIGINT with one, SIGTERM with five.
  struct Case: CustomTestStringConvertible, Sendable {
    let request: Int
    let signal: Int32
    let parallelism: Int
    var testDescription: String { "signal \(signal) at request \(request), \(parallelism) at once" }
  }

  private static let cases = MetApply.requests.flatMap {
    [Case(request: $0, signal: SIGINT, parallelism: 1), Case(request: $0, signal: SIGTERM, parallelism: 5)]
  }

  @Test("at any request, an apply reports what is so, and a second run converges", arguments: cases)
  func interrupted(trialCase: Case) async throws {
    let trial = try await MetApply()
    let outcome = try await trial.apply(
      ["--parallelism", "\(trialCase.parallelism)", "-o", "json"], meeting: trialCase.request
    ) { id, errors, respond in
      kill(id, trialCase.signal)
      // The answer is held back until the signal was heard.
      while kill(id, 0) == 0, try !String(contentsOf: errors, encoding: .utf8).contains("interrupted") {
        await Task.yield()
      }
      return await respond()
    }
    #expect(outcome.status == 128 + trialCase.signal, "\(outcome.text)")
    let document = try JSON(parsing: Array(outcome.output.utf8))
    let aftermath = await OneOfEach.Aftermath(from: trial.before, to: trial.emulator.presets)
    #expect(aftermath.isOtherwiseIntact)
    if MetApply.planning.contains(trialCase.request) {
      #expect(document["error"]?["message"] == "interrupted; nothing was changed", "\(outcome.text)")
      #expect(await trial.emulator.presets == trial.before)
    } else {
      let operations = try #require(document["operations"]?.array)
      #expect(operations.count == 5)
      for operation in operations {
        let name = operation["name"]?.string ?? ""
        let result = try #require(operation["outcome"]?.string.flatMap(Report.Outcome.init))
        #expect([.done, .failed, .notStarted].contains(result))
        let message = operation["error"]?["message"]?.string
        let words = "\(name) \(result) \(message ?? "")"
        #expect(OneOfEach.isTrue(result, message, aftermath.truths[name]), "\(words)")
      }
    }
    let again = try await trial.run(["apply", "--auto-approve"], trial.emulator)
    #expect(again.status == 0, "\(again.text)")
    await trial.expectDone(trial.emulator, again.text)
  }
}
