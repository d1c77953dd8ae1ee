import Diagnostics
import JSONValue
import Manifests
import Planning
import RealtimeKit

/// The inputs of a plan, except for the remote presets.
struct PlanInputs: Sendable {
  let state: DesiredState
  /// Warnings about the manifests.
  let warnings: [Diagnostic]
  /// The manifests to compare with; nil without `--base`.
  let base: BaseManifests?
  let safeguards: Safeguards
}

// Plans: load → read → plan → label → safeguard.
extension Session {
  /// Loads the inputs of a plan. Missing settings are reported before errors in manifests.
  func planInputs(_ options: PlanOptions) async throws(CommandFailure) -> PlanInputs {
    _ = try settings.environment()
    var (state, warnings) = try desiredState()
    state.scope = options.scope(over: try settings.declaredEnvironment()?.scope ?? Scope())
    state.selection = options.selectionOptions.selection
    let safeguards = try safeguards(options)
    var base: BaseManifests?
    if let reference = options.base { base = try await BaseManifests.load(reference, self) }
    if base == nil, safeguards.policy.drift != .allow {
      console.warn("the drift policy has no effect without --base")
    }
    if state.scope.isPruning, state.scope.manage.isEmpty {
      console.warn("pruning has no effect: the environment has no 'manage' patterns in the project file")
    }
    return PlanInputs(state: state, warnings: warnings, base: base, safeguards: safeguards)
  }

  /// Returns the environment's safeguards, overridden by options.
  func safeguards(_ options: PlanOptions) throws(CommandFailure) -> Safeguards {
    try options.safeguards(over: try settings.declaredEnvironment()?.safeguards ?? Safeguards())
  }

  /// Reads the app and plans, without changing anything.
  func plan(_ inputs: PlanInputs) async throws -> Plan {
    try await connect { environment, connection in try await plan(inputs, environment, connection) }
  }

  /// Reads the app and plans, without changing anything.
  func plan(_ inputs: PlanInputs, _ environment: Environment, _ connection: Connection) async throws -> Plan {
    let state = inputs.state
    let observed = try await read(connection) { (reader) async throws(APIError) in
      try await reader.observe(for: state)
    }
    let remote = Set(observed.listed.map(\.name))
    if let pattern = state.unmatched(state.selection, among: remote).first {
      throw CommandFailure(
        unmatched: pattern, among: remote.union(state.presets.map(\.name)), " in the manifests or in the app")
    }
    for pattern in state.unmatched(Selection(only: inputs.safeguards.protect), among: remote) {
      console.warn("'protect' pattern '\(pattern.text)' matches no preset")
    }
    let plan = Planner.plan(environment, desired: state, observed: observed)
    let labeled = inputs.base.map { plan.labeled(comparing: $0.state, at: $0.base) } ?? plan
    return inputs.safeguards.applied(to: labeled, scope: state.namesInScope(of: remote))
  }

  /// Lists the presets of an app and reads the selected ones.
  func observe(_ selection: Selection, _ connection: Connection) async throws -> ObservedState {
    try await read(connection) { (reader) async throws(APIError) in try await reader.observe(selection) }
  }
}

extension Selection {
  /// Throws if a pattern matches none of the listed presets.
  func check(against listed: [ListedPreset], _ location: String) throws(CommandFailure) {
    let names = Set(listed.map(\.name))
    if let pattern = unmatched(among: names).first {
      throw CommandFailure(unmatched: pattern, among: names, location)
    }
  }
}

extension CommandFailure {
  /// The error for a pattern that matches no preset.
  init(unmatched pattern: NamePattern, among names: Set<ExactString>, _ location: String) {
    let nearest = Suggestion.nearest(to: pattern.text, among: names.map(\.text).sorted())
    self.init(
      usage: "no preset matches '\(pattern.text)'\(location)" + didYouMean(nearest),
      hint: "patterns of --only and --except match whole names and are case-sensitive")
  }
}
