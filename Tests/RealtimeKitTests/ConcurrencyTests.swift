import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// Two applies at once against one app, in every order of their requests that two holds can make.
@Suite("Two at once") struct ConcurrencyTests {
  typealias Run = Interleaving.Run

  /// What somebody else wants of the same app.
  enum Other: CaseIterable {
    /// The very same.
    case same
    /// Other fields of the same sections of the same presets, and another preset under the same name.
    case sameSections
    /// A section that is not sent otherwise.
    case otherSection
    /// Other presets.
    case otherPresets
    /// Presets gone that are changed, and other names for what is renamed.
    case deletesAndRenames

    var desired: DesiredState {
      var generator = PresetGenerator(seed: 3)
      let remote = Dictionary(uniqueKeysWithValues: OneOfEach.remote.map { ($0.name, $0) })
      func text(_ name: String, _ more: JSON.Object = [:], _ change: (inout Preset) -> Void = { _ in }) -> String {
        var preset = remote[name] ?? Preset()
        change(&preset)
        return JSON.object(preset.document.merging(more) { $1 }).text()
      }
      func changed(_ name: String) -> String { text(name) { $0[\.permissions.stageAccess] = .allowed } }
      return switch self {
      case .same: OneOfEach.desired
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

  /// The most requests of an apply alone.
  private static let requests = 20

  /// What each run wants, where the one or the other comes first.
  private static func wanted(_ other: Other, isFirst: Bool) -> [Run: DesiredState] {
    isFirst
      ? [.first: other.desired, .second: OneOfEach.desired] : [.first: OneOfEach.desired, .second: other.desired]
  }

  // MARK: The same twice

  /// Every hold of the first run while the second comes to its end, and of every pair of holds a 61st, another one for each
  /// case; all of them with `PRESETCTL_MATRIX=whole`.
  private static func interleavings(_ place: Int) -> [Interleaving] {
    (0...requests).map { Interleaving(first: $0) } + FaultMatrixTests.sample(pairs, every: 61, from: place * 8)
  }

  private static let pairs = (0...requests).flatMap { first in
    (0...requests).map { Interleaving(first: first, second: $0) }
  }

  @Test("the same manifests twice converge, and make nothing twice", arguments: interleavings(0))
  func same(interleaving: Interleaving) async throws {
    let app = try RemoteApp(OneOfEach.remote)
    let before = await app.emulator.presets
    let outcome = try await interleaving.run(Self.wanted(.same, isFirst: false), on: app)
    let entries = outcome.reports.values.flatMap(\.entries)
    // Deletes wait for what is stale.
    let isPeaceful = entries.allSatisfy {
      [.done, .stale].contains($0.outcome) || $0.outcome == .notStarted && $0.operation.action == .delete
    }
    #expect(isPeaceful, "\(interleaving): \(entries.map { "\($0.operation.name) \($0.outcome)" })")
    #expect(try await app.apply(OneOfEach.desired).isComplete)
    let aftermath = await OneOfEach.Aftermath(from: before, to: app.emulator.presets)
    #expect(aftermath.isOtherwiseIntact && aftermath.truths.values.allSatisfy { $0 == .after })
    #expect(try await app.plan(OneOfEach.desired).isEmpty)
  }

  @Test("there are as many interleavings as the documentation says")
  func size() throws {
    let count = (Self.requests + 1 + Self.pairs.count) * (Other.allCases.count * 2 - 1)
    #expect(try Repository.text("CONTRIBUTING.md").contains("\(count) interleavings"), "\(count)")
  }

  // MARK: Different ones

  /// The presets whose changes are lost without a word where the second run comes whole between a read of the first and the
  /// write that follows it at once. No client can close this window: the API has no conditional writes.
  private static func window(_ other: Other, isFirst: Bool) -> Set<String> {
    switch (other, isFirst) {
    case (.sameSections, false): ["old", "host", "plain", "gone"]
    case (.sameSections, true): ["old", "host", "plain"]
    case (.deletesAndRenames, false): ["old"]
    case (.deletesAndRenames, true): ["old", "host", "plain"]
    default: []
    }
  }

  @Test(
    "what is not there in the end is told by somebody, but for one window",
    arguments: Other.allCases.filter { $0 != .same }, [false, true])
  func different(other: Other, isFirst: Bool) async throws {
    var lost: Set<String> = []
    let place = (Other.allCases.firstIndex(of: other) ?? 0) * 2 + (isFirst ? 1 : 0)
    for interleaving in Self.interleavings(place) {
      let app = try RemoteApp(OneOfEach.remote)
      let names = await Dictionary(uniqueKeysWithValues: app.emulator.presets.map { ($0.id, $0.document.name) })
      let outcome = try await interleaving.run(Self.wanted(other, isFirst: isFirst), on: app)
      for loss in outcome.losses {
        let isInGap = outcome.hasGap(for: loss)
        #expect(isInGap, "\(interleaving): \(loss.run) \(names[loss.id] ?? loss.id) \(loss.fields)")
        // Where both are held, either can come into the other's gap.
        if interleaving.second == nil { lost.insert(names[loss.id] ?? loss.id) }
      }
      let made = outcome.presets.map(\.document.name)
      #expect(Set(made).count == made.count, "\(interleaving): \(made)")
    }
    #expect(lost == Self.window(other, isFirst: isFirst))
  }
}

extension Interleaving {
  /// Something that a run says is done, that is not so in the end, and that nobody was told of.
  struct Loss {
    let run: Run
    let id: String
    let fields: [FieldPath]
  }
}

extension Interleaving.Outcome {
  /// What was lost without a word.
  var losses: [Interleaving.Loss] {
    reports.flatMap { run, report in
      report.entries.filter { $0.outcome == .done }.compactMap { entry in
        let operation = entry.operation
        let held = presets.first { preset in
          operation.id.map { preset.id == $0 } ?? (preset.document.name == operation.name.text)
        }
        let id = operation.id ?? held?.id ?? operation.name.text
        if operation.action == .delete { return held == nil ? nil : Interleaving.Loss(run: run, id: id, fields: []) }
        var wanted = Preset()
        for change in operation.changes { wanted[change.field] = change.after }
        if operation.action == .rename { wanted.document["name"] = .string(operation.name.text) }
        let now = held?.document ?? Preset()
        let missing = Verification.missing(of: wanted.document, in: now)
        let remaining = Verification.remaining(of: operation.changes.filter { $0.after == nil }.map(\.field), in: now)
        let open = (missing + remaining).filter { !isTold($0.field, $0.after, id, by: run) }.map(\.field)
        return open.isEmpty ? nil : Interleaving.Loss(run: run, id: id, fields: open)
      }
    }
  }

  /// Whether the other run saw what was written, and says that it changed or deleted it, or that it could not.
  private func isTold(_ field: FieldPath, _ value: JSON?, _ id: String, by run: Interleaving.Run) -> Bool {
    reports.contains { other, report in
      other != run
        && report.entries.contains { entry in
          let operation = entry.operation
          guard operation.id == id, let seen = report.plan.observed[id] else { return false }
          let touches =
            operation.action == .delete || operation.changes.contains { $0.field == field }
            || operation.action == .rename && field == "name"
          let isSeen =
            value == nil
            ? Verification.remaining(of: [field], in: seen).isEmpty : Diff.areEqual(seen[field], value, at: field)
          return touches && isSeen
        }
    }
  }

  /// Whether the loss happened in the one window there is: what was lost was written after the other run had read the preset,
  /// and before its write, with nothing of its own between the two.
  func hasGap(for loss: Interleaving.Loss) -> Bool {
    let other: Interleaving.Run = loss.run == .first ? .second : .first
    let own = steps.indices.filter { steps[$0].run == other }
    return zip(own, own.dropFirst()).contains { read, write in
      steps[read].method == .get && steps[write].method != .get && steps[read].id == loss.id
        && steps[write].id == loss.id
        && steps[read..<write].contains { $0.run == loss.run && $0.method != .get && $0.id == loss.id }
    }
  }
}
