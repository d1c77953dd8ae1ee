import Foundation
import Planning
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// Combines every fault with every kind of request, every stage of a run and every level of parallelism.
///
/// Each check compares the presets on the server with the presets before the run and with the desired presets, and then
/// compares the report with the result.
@Suite("Fault matrix") struct FaultMatrixTests {
  /// A cell of the matrix.
  struct Cell: CustomStringConvertible, Sendable {
    let stage: Stage
    let effect: Faults.Effect
    let requests: Faults.Requests
    let hits: Hits
    let parallelism: Int
    var behavior: Behavior = Self.baseBehavior

    /// In every cell the presets have fields that the schema does not know.
    static let baseBehavior: Behavior = {
      var behavior = Behavior()
      behavior.addsUnknownFields = true
      return behavior
    }()

    var faults: Faults {
      switch hits {
      case .first: [Faults.Rule(effect, on: requests, nth: 1)]
      case .second: [Faults.Rule(effect, on: requests, nth: 2)]
      case .all: [Faults.Rule(effect, on: requests)]
      }
    }

    var description: String { "\(stage): \(hits) \(requests): \(effect), \(parallelism) at once" }
  }

  /// The stage of a run in which faults occur: planning, applying, or applying a saved plan.
  enum Stage: CaseIterable {
    case plan, apply, saved

    /// The kinds of requests that the stage sends.
    var requests: [Faults.Requests] {
      self == .apply ? Faults.Requests.calls + [MatrixRun.readsOfGone] : [.list, .read]
    }
  }

  /// Which of the matching requests fail.
  enum Hits: CaseIterable { case first, second, all }

  private static let parallelisms = [1, 5, 20]

  /// Returns every cell of an effect in sampling order.
  static func cells(_ effect: Faults.Effect) -> [Cell] {
    Stage.allCases.flatMap { stage in
      stage.requests.flatMap { requests in
        Hits.allCases.flatMap { hits in
          parallelisms.map { Cell(stage: stage, effect: effect, requests: requests, hits: hits, parallelism: $0) }
        }
      }
    }
  }

  /// Whether to check the whole matrix instead of a sample. The sample has every ninth cell, with a different offset
  /// for each effect, so that every effect meets every kind of request in every stage once, and all effects together
  /// cover every parallelism and every choice of requests.
  static let isComplete = ProcessInfo.processInfo.environment["PRESETCTL_MATRIX"] == "whole"

  static func sample<Element>(_ cells: [Element], every step: Int, from offset: Int) -> [Element] {
    isComplete ? cells : stride(from: offset % step, to: cells.count, by: step).map { cells[$0] }
  }

  /// The indices of all effects.
  private static let effects = Array(Faults.Effect.all.indices)

  @Test("An apply report is accurate, other presets are unchanged, and a second run converges", arguments: effects)
  func everyEffect(index: Int) async throws {
    let plan = try await MatrixRun.plan(Cell.baseBehavior)
    for cell in Self.sample(Self.cells(Faults.Effect.all[index]), every: 9, from: index * 4) {
      try await MatrixRun(cell, plan).check()
    }
  }

  /// Behaviors that the API may have, and behaviors that prevent operations from succeeding.
  private static let behaviors =
    PropertyTests.behaviors
    + [
      ["has-put=false"], ["ignores-field=ui.design_tokens.theme"], ["in-use=gone", "in-use-status=400"],
      ["in-use=gone", "in-use-status=403"], ["in-use=gone", "in-use-status=409", "error-envelope=gateway"],
    ].map { switches in
      var behavior = Behavior()
      for text in switches { precondition(behavior.set(text)) }
      return behavior
    }

  /// Repeats all cells with parallelism 5. Every behavior gets its share of them.
  @Test("An apply report is accurate for every behavior that the API may have", arguments: behaviors.indices)
  func everyBehavior(index: Int) async throws {
    let plan = try await MatrixRun.plan(Self.behaviors[index])
    let cells = Self.effects.flatMap { Self.cells(Faults.Effect.all[$0]) }.filter { $0.parallelism == 5 }
    for var cell in Self.sample(cells, every: 401, from: index * 10) {
      cell.behavior = Self.behaviors[index]
      try await MatrixRun(cell, plan).check()
    }
  }

  @Test("Faults that the matrix once found stay fixed", arguments: [1, 5])
  func regressions(parallelism: Int) async throws {
    var lagging = Cell.baseBehavior
    lagging.readLag = 3
    for (stage, hits, requests, effect, behavior): (Stage, Hits, Faults.Requests, Faults.Effect, Behavior) in [
      // An app with presets was mistaken for an empty app, so that a rename created a second preset.
      (.plan, .first, .list, .status(404), Cell.baseBehavior),
      // A successful delete counted as failed, and an unsuccessful delete as done.
      (.apply, .first, .delete, .status(409, persists: true), Cell.baseBehavior),
      (.apply, .first, .delete, .status(524, persists: true), lagging),
      (.apply, .all, MatrixRun.readsOfGone, .status(404), Cell.baseBehavior),
    ] {
      let cell = Cell(
        stage: stage, effect: effect, requests: requests, hits: hits, parallelism: parallelism, behavior: behavior)
      try await MatrixRun(cell, MatrixRun.plan(behavior)).check()
    }
  }

  @Test("The documentation states the number of cells")
  func size() throws {
    let count = Self.effects.map { Self.cells(Faults.Effect.all[$0]).count }.reduce(0, +)
    #expect(try SourceTree.text("CONTRIBUTING.md").contains("\(count) cells"), "\(count)")
  }
}
