import Presets

/// What a run has to show, in whatever form, and how it ends.
struct Outcome: Sendable {
  /// The result itself.
  enum Result: Sendable {
    case plan(Plan)
    case report(Report)
    case validation(LoadedManifests)
    case schema(JSON)
    case failure(Failure)
  }

  let result: Result
  /// What was found in the manifests, and does not stop the run.
  let remarks: [Diagnostic]
  let status: ExitStatus
  /// What went wrong beside the result, such as a file that could not be written.
  var problems: [Failure] = []

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

  /// Everything that can be said of a line of a file: what is wrong there, and which changes widen or undo drift.
  var diagnostics: [Diagnostic] {
    switch result {
    case .plan(let plan): (remarks + plan.diagnostics).sorted()
    case .report(let report): (remarks + report.plan.diagnostics).sorted()
    case .validation(let manifests): manifests.diagnostics
    case .failure(let failure): failure.diagnostics
    case .schema: []
    }
  }

  /// The plan that was made, or carried out.
  var plan: Plan? {
    switch result {
    case .plan(let plan): plan
    case .report(let report): report.plan
    case .validation, .failure, .schema: nil
    }
  }
}
