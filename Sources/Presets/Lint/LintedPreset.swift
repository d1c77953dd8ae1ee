/// A preset as rules look at it: what its manifests set, by field.
///
/// A field that nobody sets reads as nil, because nobody here knows what the app holds.
struct LintedPreset {
  private let fields: [FieldPath: DesiredField]

  init(_ preset: DesiredPreset) {
    fields = Dictionary(
      preset.fields.lazy.filter { $0.value != nil }.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a field; nil where nobody sets it.
  subscript<Value>(field: KeyPath<PresetSchema, Field<Value>>) -> Value? {
    fields[PresetSchema.current[keyPath: field].path]?.value.flatMap(Value.init(json:))
  }

  /// What a rule found at a field that is set; nothing where it is not.
  /// - Parameter others: Fields that explain it; those that are set are pointed at.
  func finding(
    at field: PartialKeyPath<PresetSchema>, _ message: String, hint: String? = nil,
    because others: [PartialKeyPath<PresetSchema>] = []
  ) -> [LintFinding] {
    guard let place = self.field(field) else { return [] }
    return [LintFinding(field: place, message: message, hint: hint, others: others.compactMap(self.field))]
  }

  private func field(_ keyPath: PartialKeyPath<PresetSchema>) -> DesiredField? {
    (PresetSchema.current[keyPath: keyPath] as? any AnyField).flatMap { fields[$0.declaration.path] }
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
