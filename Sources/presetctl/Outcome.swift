import Presets

/// What a run has to show, in whatever form, and how it ends.
struct Outcome: Sendable {
  /// The result itself.
  enum Result: Sendable {
    case plan(Plan)
    case report(Report)
    case validation(LoadedManifests)
    case schema(JSON)
    case checkup(Checkup)
    case comparison(Comparison)
    case explanation(Explanation)
    case export(ExportReport)
    case scaffold(ScaffoldReport)
    case script(Script)
    case matrix(PermissionMatrix)
    case failure(Failure)
  }

  let result: Result
  /// What was found in the manifests, and does not stop the run.
  let remarks: [Diagnostic]
  let status: ExitStatus
  /// What an apply may leave undone without failing.
  var accepted: Set<Report.Outcome> = []
  /// What went wrong beside the result, such as a file that could not be written.
  var problems: [Failure] = []
  /// What a person may want to do next.
  var hints: [String] = []

  /// The outcome of a run.
  init(_ result: Result, _ status: ExitStatus = .success, remarks: [Diagnostic] = []) {
    self.result = result
    self.status = status
    self.remarks = remarks
  }

  /// The outcome of a run that has no result.
  init(_ failure: Failure) {
    self.init(.failure(failure), failure.status)
  }

  /// Everything that can be said of a line of a file: what is wrong there, what is not done that it asks for, and which
  /// changes widen or undo drift.
  var diagnostics: [Diagnostic] {
    switch result {
    case .plan(let plan): (remarks + plan.diagnostics).sorted()
    case .report(let report): (remarks + report.diagnostics(accepting: accepted)).sorted()
    case .validation(let manifests): manifests.diagnostics
    case .failure(let failure): failure.diagnostics
    case .schema, .checkup, .comparison, .explanation, .export, .scaffold, .script, .matrix: []
    }
  }

  /// What went wrong, where no diagnostic says so.
  var wordsWithoutPlace: [String] {
    switch result {
    case .plan(let plan): return plan.wordsWithoutPlace
    case .report(let report):
      let words = report.wordsWithoutPlace(accepting: accepted)
      // Nothing of what failed the run may have a place: it was interrupted, or its time was over.
      return words.isEmpty && status != .success && !diagnostics.containsErrors ? [report.words] : words
    case .failure(let failure): return failure.diagnostics.containsErrors ? [] : [failure.lines[0]]
    case .checkup(let checkup): return checkup.count(.failed) > 0 ? [checkup.words] : []
    case .validation, .schema, .comparison, .explanation, .script, .matrix: return []
    case .export(let report): return status == .success ? [] : report.remarks
    case .scaffold(let report): return status == .success ? [] : report.remarks
    }
  }

  /// Whether the result is a plan, and nothing more.
  var isPlan: Bool {
    if case .plan = result { true } else { false }
  }

  /// Whether the result tells what was done.
  var isReport: Bool {
    if case .report = result { true } else { false }
  }

  /// The plan that was made, or carried out.
  var plan: Plan? {
    switch result {
    case .plan(let plan): plan
    case .report(let report): report.plan
    case .validation, .failure, .schema, .checkup, .comparison, .explanation, .export, .scaffold, .script, .matrix: nil
    }
  }
}
