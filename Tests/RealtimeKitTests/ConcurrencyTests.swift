import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// Two concurrent applies to one app, in every order of requests that pausing each of them once can produce.
@Suite("Concurrent applies") struct ConcurrencyTests {
  typealias Run = Interleaving.Run

  /// The desired state of the other client.
  enum Other: CaseIterable {
    /// The same state.
    case same
    /// Other fields in the same sections of the same presets, and another preset with the same name.
    case sameSections
    /// A section that the first client does not send.
    case otherSection
    /// Other presets.
    case otherPresets
    /// Deletes of presets that the first client changes, and other new names for the preset that it renames.
    case deletesAndRenames

    var desired: DesiredState {
      var generator = PresetGenerator(seed: 3)
      let remote = Dictionary(uniqueKeysWithValues: FixtureApp.remote.map { ($0.name, $0) })
      func text(_ name: String, _ more: JSON.Object = [:], _ change: (inout Preset) -> Void = { _ in }) -> String {
        var preset = remote[name] ?? Preset()
        change(&preset)
        return JSON.object(preset.document.merging(more) { $1 }).text()
      }
      func changed(_ name: String) -> String { text(name) { $0[\.permissions.stageAccess] = .allowed } }
      return switch self {
      case .same: FixtureApp.desired
      case .sameSections:
        DesiredState(
          manifests: ["old", "host", "plain", "gone"].map(changed)
            + [JSON.object(generator.preset(named: "made").document).text()])
      case .otherSection:
        DesiredState(manifests: [text("host") { $0[\.config.maxScreenshareCount] = 41 }])
      case .otherPresets:
        DesiredState(
          manifests: [
            changed("same"), JSON.object(generator.preset(named: "other").document).text(),
            "name: foreign\nstate: absent\n",
          ])
      case .deletesAndRenames:
        DesiredState(
          manifests: [
            "name: host\nstate: absent\n", "name: plain\nstate: absent\n",
            text("old", ["name": "newer", "previously": "old"]),
            text("gone", ["name": "made", "previously": "gone"]),
          ])
      }
    }
  }

  /// The highest number of requests of a single apply.
  private static let requests = 20

  /// Returns the desired state of each run.
  private static func desiredStates(_ other: Other, isFirst: Bool) -> [Run: DesiredState] {
    isFirst
      ? [.first: other.desired, .second: FixtureApp.desired] : [.first: FixtureApp.desired, .second: other.desired]
  }

  // MARK: Equal manifests

  /// Every pause of the first run while the second run completes, and one in 61 pairs of pauses, with a different
  /// offset for each case. With `PRESETCTL_MATRIX=whole`, all pairs.
  private static func interleavings(_ offset: Int) -> [Interleaving] {
    (0...requests).map { Interleaving(first: $0) } + FaultMatrixTests.sample(pairs, every: 61, from: offset * 8)
  }

  private static let pairs = (0...requests).flatMap { first in
    (0...requests).map { Interleaving(first: first, second: $0) }
  }

  @Test("Two applies of the same manifests converge and create nothing twice", arguments: interleavings(0))
  func equalManifests(interleaving: Interleaving) async throws {
    let app = try RemoteApp(FixtureApp.remote)
    let before = await app.emulator.presets
    let outcome = try await interleaving.run(Self.desiredStates(.same, isFirst: false), on: app)
    let entries = outcome.reports.values.flatMap(\.entries)
    // Deletes do not start after a stale operation.
    let hasNoFailure = entries.allSatisfy {
      [.done, .stale].contains($0.outcome) || $0.outcome == .notStarted && $0.operation.action == .delete
    }
    #expect(hasNoFailure, "\(interleaving): \(entries.map { "\($0.operation.name) \($0.outcome)" })")
    #expect(try await app.apply(FixtureApp.desired).isComplete)
    let finalState = await FixtureApp.FinalState(from: before, to: app.emulator.presets)
    #expect(finalState.isRestUnchanged && finalState.states.values.allSatisfy { $0 == .after })
    #expect(try await app.plan(FixtureApp.desired).isEmpty)
  }

  @Test("The documentation states the number of interleavings")
  func size() throws {
    let count = (Self.requests + 1 + Self.pairs.count) * (Other.allCases.count * 2 - 1)
    #expect(try SourceTree.text("CONTRIBUTING.md").contains("\(count) interleavings"), "\(count)")
  }

  // MARK: Different manifests

  /// The presets whose changes are lost without a report when the whole second run happens between a read of the first
  /// run and the write directly after it. No client can close this window, because the API has no conditional writes.
  private static func unreportedLosses(_ other: Other, isFirst: Bool) -> Set<String> {
    switch (other, isFirst) {
    case (.sameSections, false): ["old", "host", "plain", "gone"]
    case (.sameSections, true): ["old", "host", "plain"]
    case (.deletesAndRenames, false): ["old"]
    case (.deletesAndRenames, true): ["old", "host", "plain"]
    default: []
    }
  }

  @Test(
    "Every lost change is reported, except in the window between a read and the next write",
    arguments: Other.allCases.filter { $0 != .same }, [false, true])
  func differentManifests(other: Other, isFirst: Bool) async throws {
    var lost: Set<String> = []
    let offset = (Other.allCases.firstIndex(of: other) ?? 0) * 2 + (isFirst ? 1 : 0)
    for interleaving in Self.interleavings(offset) {
      let app = try RemoteApp(FixtureApp.remote)
      let namesByID = await Dictionary(uniqueKeysWithValues: app.emulator.presets.map { ($0.id, $0.document.name) })
      let outcome = try await interleaving.run(Self.desiredStates(other, isFirst: isFirst), on: app)
      for loss in outcome.unreportedLosses {
        let isInWindow = outcome.isInWindow(loss)
        #expect(isInWindow, "\(interleaving): \(loss.run) \(namesByID[loss.id] ?? loss.id) \(loss.fields)")
        // If both runs pause, either run can write in the other run's window.
        if interleaving.second == nil { lost.insert(namesByID[loss.id] ?? loss.id) }
      }
      let names = outcome.presets.map(\.document.name)
      #expect(Set(names).count == names.count, "\(interleaving): \(names)")
    }
    #expect(lost == Self.unreportedLosses(other, isFirst: isFirst))
  }
}

extension Interleaving {
  /// A change that a run reports as done, that is not in the final state, and that no report mentions.
  struct Loss {
    let run: Run
    let id: String
    let fields: [FieldPath]
  }
}

extension Interleaving.Outcome {
  /// The changes that were lost without a report.
  var unreportedLosses: [Interleaving.Loss] {
    reports.flatMap { run, report in
      report.entries.filter { $0.outcome == .done }.compactMap { entry in
        let operation = entry.operation
        let preset = presets.first { preset in
          operation.id.map { preset.id == $0 } ?? (preset.document.name == operation.name.text)
        }
        let id = operation.id ?? preset?.id ?? operation.name.text
        if operation.action == .delete { return preset == nil ? nil : Interleaving.Loss(run: run, id: id, fields: []) }
        var expected = Preset()
        for change in operation.changes { expected[change.field] = change.after }
        if operation.action == .rename { expected.document["name"] = .string(operation.name.text) }
        let now = preset?.document ?? Preset()
        let missing = DocumentDiff.unsavedFields(expected.document, in: now)
        let remaining = DocumentDiff.remaining(operation.changes.filter { $0.after == nil }.map(\.field), in: now)
        let lost = (missing + remaining).filter { !isReported($0.field, $0.after, id, by: run) }.map(\.field)
        return lost.isEmpty ? nil : Interleaving.Loss(run: run, id: id, fields: lost)
      }
    }
  }

  /// Returns whether the other run read the change and reports that it overwrote or deleted it, or that it tried to.
  private func isReported(_ field: FieldPath, _ value: JSON?, _ id: String, by run: Interleaving.Run) -> Bool {
    reports.contains { other, report in
      other != run
        && report.entries.contains { entry in
          let operation = entry.operation
          guard operation.id == id, let state = report.plan.observed[id] else { return false }
          let touches =
            operation.action == .delete || operation.changes.contains { $0.field == field }
            || operation.action == .rename && field == "name"
          let wasRead =
            value == nil
            ? DocumentDiff.remaining([field], in: state).isEmpty : Diff.areEqual(state[field], value, at: field)
          return touches && wasRead
        }
    }
  }

  /// Returns whether the loss happened in the window: the change was written after the other run read the preset and
  /// before the write that directly followed this read.
  func isInWindow(_ loss: Interleaving.Loss) -> Bool {
    let other: Interleaving.Run = loss.run == .first ? .second : .first
    let ownSteps = steps.indices.filter { steps[$0].run == other }
    return zip(ownSteps, ownSteps.dropFirst()).contains { read, write in
      steps[read].method == .get && steps[write].method != .get && steps[read].id == loss.id
        && steps[write].id == loss.id
        && steps[read..<write].contains { $0.run == loss.run && $0.method != .get && $0.id == loss.id }
    }
  }
}
