/// The fields, as rules name them: `schema.config.viewType`.
let schema = PresetSchema.current

/// A preset as rules look at it: what its manifests set, by field.
///
/// A field that nobody sets reads as nil, because nobody here knows what the app holds.
struct LintedPreset {
  private let preset: DesiredPreset

  init(_ preset: DesiredPreset) {
    self.preset = preset
  }

  /// The value of a field; nil where nobody sets it.
  subscript<Value>(field: Field<Value>) -> Value? {
    preset.assignments.value(of: field.declaration.key).flatMap(Value.init(json:))
  }

  /// What a rule found at a field that is set; nothing where it is not.
  ///
  /// Where the preset inherits the field, and says another one itself that plays a part, it is found at the latter: what many
  /// inherit is not wrong because one of them says something that does not go with it.
  /// - Parameter others: Fields that explain it; those that are set are pointed at.
  func finding(
    at field: any AnyField, _ message: String, hint: String? = nil, because others: [any AnyField] = []
  ) -> [LintFinding] {
    guard let named = self.field(field) else { return [] }
    let others = others.compactMap(self.field)
    guard named.isInherited, let own = others.firstIndex(where: { !$0.isInherited }) else {
      return [LintFinding(field: named, message: message, hint: hint, others: others)]
    }
    let rest = [named] + others.enumerated().filter { $0.offset != own }.map(\.element)
    return [LintFinding(field: others[own], message: message, hint: hint, others: rest)]
  }

  /// The words that set a field to a value.
  func words(_ field: any AnyField, _ value: String) -> String {
    "'\(field.declaration.path): \(value)'"
  }

  private func field(_ field: any AnyField) -> DesiredField? {
    preset.field(field.declaration.key).flatMap { $0.value == nil ? nil : $0 }
  }
}

/// Something that a rule found in a preset.
struct LintFinding: Sendable {
  /// The field at whose value it is reported.
  let field: DesiredField
  /// What is the matter, without a full stop.
  let message: String
  /// What to do.
  let hint: String?
  /// Further fields that play a part.
  let others: [DesiredField]
}
