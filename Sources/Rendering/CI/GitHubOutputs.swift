import Documents
import JSONValue
package import Planning

/// The counts of a plan as outputs of a GitHub Actions step.
package enum GitHubOutputs {
  /// Returns one `name=value` per line.
  package static func text(_ plan: Plan) -> String {
    let summary = plan.summary
    let values: [(String, String)] = [
      ("has_changes", "\(!plan.isEmpty)"), ("changes", "\(summary.changes)"), ("create", "\(summary.create)"),
      ("update", "\(summary.update)"), ("rename", "\(summary.rename)"), ("delete", "\(summary.delete)"),
      ("blocked", "\(summary.blocked)"), ("digest", plan.json["digest"]?.string ?? ""),
    ]
    return values.map { "\($0)=\($1)\n" }.joined()
  }
}
