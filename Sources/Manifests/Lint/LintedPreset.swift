import JSONValue
import Schema

/// A preset with the fields that its manifests set, for lint rules.
///
/// Other fields are nil: their value in the app is unknown.
struct LintedPreset {
  private let preset: DesiredPreset

  init(_ preset: DesiredPreset) {
    self.preset = preset
  }

  /// The value of a field; nil if no manifest sets it.
  subscript<Value>(field: Field<Value>) -> Value? {
    value(of: field.path).flatMap(Value.init(json:))
  }

  /// Returns the value at a path; nil if no manifest sets it.
  func value(of path: FieldPath) -> JSON? { preset.assignments.value(of: path) }

  /// Returns a finding at a field; nothing if no manifest sets the field.
  ///
  /// If the preset inherits the field but sets one of `others` itself, the finding is located at that one: an inherited
  /// value is not wrong because one of many children contradicts it.
  /// - Parameter others: Fields that explain the finding. Those that are set become notes.
  func finding(
    at field: any AnyField, _ message: String, hint: String? = nil, explainedBy others: [any AnyField] = []
  ) -> [LintFinding] {
    guard let named = self.field(field) else { return [] }
    let others = others.compactMap(self.field)
    guard named.isInherited, let own = others.firstIndex(where: { !$0.isInherited }) else {
      return [LintFinding(field: named, message: message, hint: hint, others: others)]
    }
    let rest = [named] + others.enumerated().filter { $0.offset != own }.map(\.element)
    return [LintFinding(field: others[own], message: message, hint: hint, others: rest)]
  }

  /// Returns the text that sets a field to a value: `'config.view_type: WEBINAR'`.
  func setting(_ field: any AnyField, _ value: String) -> String {
    "'\(field.declaration.path): \(value)'"
  }

  private func field(_ field: any AnyField) -> DesiredField? {
    preset.field(at: field.declaration.path).flatMap { $0.value == nil ? nil : $0 }
  }
}

/// A finding of a rule in a preset.
struct LintFinding: Sendable {
  /// The field whose value is the location of the finding.
  let field: DesiredField
  let message: String
  let hint: String?
  /// Other fields that explain the finding.
  let others: [DesiredField]
}
