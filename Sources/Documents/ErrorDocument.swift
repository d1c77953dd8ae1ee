package import Diagnostics
package import JSONValue
import OrderedCollections

/// The error of a command that has no result.
package struct ErrorDocument: Sendable {
  /// The exit code.
  package let code: Int
  package let message: String
  package let hint: String?
  package let diagnostics: [Diagnostic]

  package init(code: Int, message: String, hint: String?, diagnostics: [Diagnostic]) {
    self.code = code
    self.message = message
    self.hint = hint
    self.diagnostics = diagnostics
  }

  /// - Parameter path: Maps a location's file to the path to show.
  package func json(path: (String) -> String) -> JSON {
    var error: JSON.Object = ["code": .number(JSON.Number(code)), "message": .string(message)]
    if let hint { error["hint"] = .string(hint) }
    return JSON.document(
      kind: "error", ["error": .object(error), "diagnostics": .array(diagnostics.map { $0.json(path: path) })])
  }
}

extension DocumentSchema {
  static let error = DocumentSchema(
    "error", "The error of a command that has no result.",
    [
      "diagnostics": list(reference("diagnostic")),
      "error": object(
        [
          "code": ["type": "integer", "description": "The exit code.", "minimum": 1],
          "message": text("The cause."), "hint": text("How to fix the problem."),
        ], description: "The error.", optional: ["hint"]),
    ])
}
