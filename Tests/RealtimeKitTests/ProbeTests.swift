import HTTPTypes
import Planning
import RealtimeKit
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// The probe reports what the server does and deletes the presets that it creates.
@Suite("The probe") struct ProbeTests {
  private static func probe(_ app: RemoteApp) async throws -> Probe.Outcome {
    await Probe.run(try app.connection(), suffix: "test")
  }

  /// The names of the presets that exist before the probe.
  private static let names = Set(DefaultPresets.all.map(\.name))

  @Test(
    "The probe detects the value of each emulator switch",
    arguments: [
      "patch=deep", "patch=shallow", "patch=section", "update-answers-with-id=true", "update-answers-with-id=false",
      "adds-defaults=true", "adds-defaults=false", "adds-unknown-fields=true", "adds-unknown-fields=false",
      "reorders-keys=true", "reorders-keys=false", "envelope=data", "envelope=result", "error-envelope=service",
      "error-envelope=gateway", "maximum-page-size=2", "has-put=true", "has-put=false", "create-status=201",
      "create-status=200", "create-answers-with-id=true", "create-answers-with-id=false", "search=partial",
      "search=exact", "search=ignored", "read-lag=0", "read-lag=3",
    ])
  func switches(text: String) async throws {
    var behavior = Behavior()
    let isKnown = behavior.set(text)
    #expect(isKnown)
    let app = try RemoteApp(DefaultPresets.all, behavior)
    let outcome = try await Self.probe(app)
    #expect(outcome.failure == nil)
    let found = outcome.findings.filter(\.isSwitch).map { "\($0.name)=\($0.found)" }
    #expect(found.contains(text), "\(found)")
    #expect(outcome.undeletedPresets.isEmpty)
    #expect(await Set(app.emulator.presets.map(\.document.name)) == Self.names)
  }

  @Test(
    "The probe detects several switches at once, and the emulator accepts its findings as options",
    arguments: PropertyTests.behaviors)
  func combinations(behavior: Behavior) async throws {
    let app = try RemoteApp(DefaultPresets.all, behavior)
    let outcome = try await Self.probe(app)
    #expect(outcome.failure == nil, "\(outcome.findings)")
    var found = Behavior()
    for finding in outcome.findings where finding.isSwitch {
      let isKnown = found.set("\(finding.name)=\(finding.found)")
      #expect(isKnown, "\(finding)")
    }
    #expect(found.patch == behavior.patch && found.hasPut == behavior.hasPut && found.search == behavior.search)
    #expect(found.envelope == behavior.envelope && found.errorEnvelope == behavior.errorEnvelope)
    #expect(found.addsDefaults == behavior.addsDefaults && found.reordersKeys == behavior.reordersKeys)
    #expect(await Set(app.emulator.presets.map(\.document.name)) == Self.names)
  }

  @Test("The probe distinguishes an app without presets from a missing list", arguments: [true, false])
  func emptyList(isMissing: Bool) async throws {
    var behavior = Behavior()
    behavior.emptyListIsMissing = isMissing
    let outcome = try await Self.probe(try RemoteApp([], behavior))
    #expect(outcome.findings.first { $0.name == "empty-list-is-missing" }?.found == "\(isMissing)")
  }

  @Test("The probe detects that reads of a new preset are forbidden for a moment")
  func newPreset() async throws {
    var behavior = Behavior()
    (behavior.readLag, behavior.freshPreset) = (2, .forbidden)
    let outcome = try await Self.probe(try RemoteApp(DefaultPresets.all, behavior))
    #expect(outcome.findings.first { $0.name == "fresh-preset" }?.found == "forbidden")
  }

  @Test(
    "The probe deletes its presets or reports them as leftovers, whatever fails",
    arguments: Faults.Effect.all, Faults.Requests.calls)
  func cleanup(effect: Faults.Effect, requests: Faults.Requests) async throws {
    for rule in [Faults.Rule(effect, on: requests, nth: 1), Faults.Rule(effect, on: requests, nth: 2, times: .max)] {
      let app = try RemoteApp(DefaultPresets.all, faults: [rule])
      let outcome = try await Self.probe(app)
      let remaining = await Set(app.emulator.presets.map(\.document.name)).subtracting(Self.names)
      #expect(remaining.isSubset(of: Set(outcome.undeletedPresets.map(\.name))), "\(rule): \(remaining)")
    }
  }
}
