/// What a run is for.
enum Purpose: String, Sendable {
  case plan, show, apply, restore, validate, schema, emulate

  /// The kind of document that the run makes.
  var document: String {
    switch self {
    case .plan, .show: "plan"
    case .apply, .restore: "report"
    case .validate: "validation"
    case .schema, .emulate: rawValue
    }
  }

  /// Whether a pipeline keeps what came of the run, as the summary and the outputs of a step.
  var isPublished: Bool { [.plan, .apply, .restore].contains(self) }
}
