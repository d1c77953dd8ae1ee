/// What a run is for.
enum Purpose: String, Sendable {
  case plan, show, apply, restore, validate, schema, emulate, doctor, compare, explain, export, completions, matrix
  case initialize = "init"
  /// Nothing that is known: there is no such command.
  case program = "presetctl"

  /// The kind of document that the run makes.
  var document: String {
    switch self {
    case .plan, .show: "plan"
    case .apply, .restore: "report"
    case .validate: "validation"
    case .explain: "explanation"
    case .compare: "comparison"
    case .initialize: "scaffold"
    case .schema, .emulate, .doctor, .export, .completions, .matrix: rawValue
    case .program: "error"
    }
  }

  /// The run as a person would call it.
  var title: String { self == .program ? rawValue : "presetctl \(rawValue)" }

  /// Whether a pipeline keeps what came of the run, as the summary and the outputs of a step.
  var isPublished: Bool { [.plan, .apply, .restore].contains(self) }
}
