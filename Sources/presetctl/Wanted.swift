import Presets
import RealtimeKit
import Synchronization

/// All that a plan of manifests is made of but the remote presets.
struct Wanted: Sendable {
  let state: DesiredState
  let remarks: [Diagnostic]
  let earlier: EarlierManifests?
  let safeguards: Safeguards
  /// Where it is told what has no effect.
  let console: Console

  /// What was loaded last: to free thousands of presets takes milliseconds, and the end of the program does it at once.
  fileprivate static let kept = Mutex<Wanted?>(nil)

  /// Makes the plan of the manifests, labels it and applies the safeguards.
  var planning: Session.Planning {
    { (environment, reader) async throws(Failure) in
      let observed: ObservedState
      do throws(APIError) { observed = try await reader.observe(for: state) } catch { throw Failure(error) }
      let remote = Set(observed.listed.map(\.name))
      if let pattern = state.unmatchedPatterns(among: remote).first {
        throw Failure(
          unmatched: pattern, among: remote.union(state.presets.map(\.name)),
          ", neither in the manifests nor in the app")
      }
      for pattern in state.unmatched(safeguards.protect, among: remote) {
        console.warn("'\(pattern.text)' is to be protected, and no preset is called so")
      }
      let plan = Planner.plan(environment, desired: state, observed: observed)
      let labelled = earlier.map { plan.labelled(comparing: $0.state, at: $0.base) } ?? plan
      return safeguards.applied(to: labelled, scope: state.namesInScope(of: remote))
    }
  }
}

extension Session {
  /// Loads what a plan is made of.
  func wanted(_ options: PlanOptions) async throws(Failure) -> Wanted {
    var (state, remarks) = try desiredState()
    state.scope = try options.scope(over: try settings.declaredEnvironment()?.scope ?? Scope())
    state.selection = options.selectionOptions.selection()
    let safeguards = try safeguards(options)
    var earlier: EarlierManifests?
    if let base = options.resolvedBase() { earlier = try await EarlierManifests(base, self) }
    if earlier == nil, safeguards.policy.drift != .allow {
      console.warn("the policy on drift has no effect without --base: nobody can tell what drift is")
    }
    if state.scope.isPruning, state.scope.manage.isEmpty {
      console.warn("pruning has no effect: the environment does not say what it manages ('manage' in the project file)")
    }
    let wanted = Wanted(state: state, remarks: remarks, earlier: earlier, safeguards: safeguards, console: console)
    Wanted.kept.withLock { $0 = wanted }
    return wanted
  }

  /// The safeguards of the environment, with what flags say of them.
  func safeguards(_ options: PlanOptions) throws(Failure) -> Safeguards {
    try options.safeguards(over: try settings.declaredEnvironment()?.safeguards ?? Safeguards())
  }
}

extension Failure {
  /// The failure of a pattern that matches no preset.
  init(unmatched pattern: NamePattern, among names: Set<ExactString>, _ place: String) {
    let nearest =
      Suggestion.nearest(to: pattern.text, among: names.map(\.text).sorted())
      .map { ". Did you mean '\($0)'?" } ?? ""
    self.init(
      usage: "no preset matches '\(pattern.text)'\(place)\(nearest)",
      hint: "a pattern of --only and --except matches whole names, and case matters")
  }
}
