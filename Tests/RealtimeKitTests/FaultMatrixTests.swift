import Foundation
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// Everything that can go wrong, with every kind of request, in every phase of a run, at every width.
///
/// What is true is told by the server alone: what it holds is compared with what it held and with what was wanted, and the
/// report is held against that.
@Suite("Fault matrix") struct FaultMatrixTests {
  /// A field of the matrix.
  struct Cell: CustomStringConvertible, Sendable {
    let stage: Stage
    let effect: Faults.Effect
    let requests: Faults.Requests
    let hits: Hits
    let parallelism: Int
    var behavior: Behavior = Self.ordinary

    /// Presets have fields that no manifest can know, in every cell.
    static let ordinary: Behavior = {
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

  /// The part of a run in which something goes wrong: while it plans, applies, or applies a plan that was saved.
  enum Stage: CaseIterable {
    case plan, apply, saved

    /// The requests that it makes.
    var requests: [Faults.Requests] {
      self == .apply ? Faults.Requests.calls + [MatrixRun.readsOfGone] : [.list, .read]
    }
  }

  /// Which of the requests are hit.
  enum Hits: CaseIterable { case first, second, all }

  private static let widths = [1, 5, 20]

  /// Every cell of an effect, in the order in which they are sampled.
  static func cells(_ effect: Faults.Effect) -> [Cell] {
    Stage.allCases.flatMap { stage in
      stage.requests.flatMap { requests in
        Hits.allCases.flatMap { hits in
          widths.map { Cell(stage: stage, effect: effect, requests: requests, hits: hits, parallelism: $0) }
        }
      }
    }
  }

  /// Whether all of the matrix is gone through, and not only a sample: every ninth cell, another one for each effect, so that
  /// every effect meets every kind of request in every stage once, and over them all every width and every choice of hits.
  static let isWhole = ProcessInfo.processInfo.environment["PRESETCTL_MATRIX"] == "whole"

  static func sample<Element>(_ cells: [Element], every step: Int, from place: Int) -> [Element] {
    isWhole ? cells : stride(from: place % step, to: cells.count, by: step).map { cells[$0] }
  }

  /// The numbers of the effects.
  private static let effects = Array(Faults.Effect.all.indices)

  @Test("the report is true, nothing else is touched, and a second run converges", arguments: effects)
  func matrix(index: Int) async throws {
    let plan = try await MatrixRun.plan(Cell.ordinary)
    for cell in Self.sample(Self.cells(Faults.Effect.all[index]), every: 9, from: index * 4) {
      try await MatrixRun(cell, plan).check()
    }
  }

  /// What is unknown of the API, and what keeps a run from its end.
  private static let behaviors =
    LawTests.behaviors
    + [
      ["has-put=false"], ["ignores-field=ui.design_tokens.theme"], ["in-use=gone", "in-use-status=400"],
      ["in-use=gone", "in-use-status=403"], ["in-use=gone", "in-use-status=409", "error-envelope=gateway"],
    ].map { switches in
      var behavior = Behavior()
      for text in switches { precondition(behavior.set(text)) }
      return behavior
    }

  /// All the cells of width 5 again; every behavior meets its share of them.
  @Test("so it is whatever the API turns out to be", arguments: behaviors.indices)
  func unknown(index: Int) async throws {
    let plan = try await MatrixRun.plan(Self.behaviors[index])
    let cells = Self.effects.flatMap { Self.cells(Faults.Effect.all[$0]) }.filter { $0.parallelism == 5 }
    for var cell in Self.sample(cells, every: 401, from: index * 10) {
      cell.behavior = Self.behaviors[index]
      try await MatrixRun(cell, plan).check()
    }
  }

  @Test("what it found stays mended", arguments: [1, 5])
  func found(parallelism: Int) async throws {
    var lagging = Cell.ordinary
    lagging.readLag = 3
    for (stage, hits, requests, effect, behavior): (Stage, Hits, Faults.Requests, Faults.Effect, Behavior) in [
      // An app with presets was taken for an empty one, which makes a second preset of one to be renamed.
      (.plan, .first, .list, .status(404), Cell.ordinary),
      // A deletion that was carried out counted as failed, and one that was not as done.
      (.apply, .first, .delete, .status(409, persists: true), Cell.ordinary),
      (.apply, .first, .delete, .status(524, persists: true), lagging),
      (.apply, .all, MatrixRun.readsOfGone, .status(404), Cell.ordinary),
    ] {
      let cell = Cell(
        stage: stage, effect: effect, requests: requests, hits: hits, parallelism: parallelism, behavior: behavior)
      try await MatrixRun(cell, MatrixRun.plan(behavior)).check()
    }
  }

  @Test("the matrix has as many cells as the documentation says")
  func size() throws {
    let whole = Self.effects.map { Self.cells(Faults.Effect.all[$0]).count }.reduce(0, +)
    #expect(try Repository.text("CONTRIBUTING.md").contains("\(whole) cells"), "\(whole)")
  }
}
