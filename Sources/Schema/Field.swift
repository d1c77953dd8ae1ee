package import JSONValue

/// A field of a preset, with the Swift type of its value.
///
/// This is the one declaration of a field: manifests, inheritance, the difference, effects, the emulator's strictness,
/// and the reference follow from it.
///
/// ```swift
/// package let canRecord = Field<Bool>(
///   "permissions.can_record", required: true, effects: [.widens, .bills], "May record the meeting.")
/// ```
package struct Field<Value: FieldValue>: Sendable {
  package let declaration: FieldDeclaration

  package var path: FieldPath { declaration.path }

  /// - Parameters:
  ///   - path: The whole path, so that one search finds it.
  ///   - bounds: The smallest and the largest number, for numbers.
  ///   - required: Whether the API requires the field on create.
  ///   - suggested: The value to use when in doubt; for an optional field, the default that the server adds.
  ///   - effects: `widens` if a value that ranks higher gives participants more power, `bills` if any change is billed.
  ///   - meaning: One sentence on what the field does.
  init(
    _ path: String, in bounds: FieldType.Bounds? = nil, required: Bool = false, suggested: Value? = nil,
    effects: [Effect] = [], _ meaning: String
  ) {
    declaration = FieldDeclaration(
      path: FieldPath(path), type: Value.fieldType.bounded(by: bounds), isRequired: required,
      suggested: suggested?.json, effects: effects, ranking: Value.ranking.map { $0.map(\.json) }, meaning: meaning)
    FieldRegistry.add(declaration)
  }
}

/// A field whose Swift type does not matter.
package protocol AnyField: Sendable {
  var declaration: FieldDeclaration { get }
}

extension Field: AnyField {}

extension FieldDeclaration: AnyField {
  package var declaration: FieldDeclaration { self }
}

/// The declaration of a field without its Swift type.
package final class FieldDeclaration: Sendable {
  package let path: FieldPath
  package let type: FieldType
  /// Whether the API requires the field on create.
  package let isRequired: Bool
  /// The value to use when in doubt; for an optional field, the default that the server adds.
  package let suggested: JSON?
  /// The effects that a change can have.
  package let effects: [Effect]
  /// The values in groups, from the least to the most power.
  package let ranking: [[JSON]]
  /// One sentence on what the field does.
  package let meaning: String

  init(
    path: FieldPath, type: FieldType, isRequired: Bool, suggested: JSON?, effects: [Effect], ranking: [[JSON]],
    meaning: String
  ) {
    self.path = path
    self.type = type
    self.isRequired = isRequired
    self.suggested = suggested
    self.effects = effects
    self.ranking = ranking
    self.meaning = meaning
  }

  /// Returns the same declaration at another path, for a field in an entry of a map.
  func moved(to path: FieldPath) -> FieldDeclaration {
    FieldDeclaration(
      path: path, type: type, isRequired: isRequired, suggested: suggested, effects: effects, ranking: ranking,
      meaning: meaning)
  }

  /// A valid value, the one with the least power if values have any.
  package var sample: JSON { suggested ?? ranking.first?.first ?? type.sample }
}

// MARK: Reference

extension FieldDeclaration {
  /// Describes the accepted values.
  /// - Parameter quoted: Marks a value, for example with backticks.
  package func acceptedValues(_ quoted: (String) -> String) -> String { type.description(quoted) }

  /// Describes whether the API requires the field on create, and its default or suggested value.
  package func presence(_ quoted: (String) -> String) -> String {
    let suggestion = suggested.map { ", \(isRequired ? "suggested" : "default") \(quoted($0.string ?? $0.text()))" }
    return (isRequired ? "required" : "optional") + (suggestion ?? "")
  }

  /// Describes the effects that a change can have.
  package func effectDescription(_ quoted: (String) -> String) -> String {
    let steps = ranking.map { group in group.map { quoted($0.string ?? $0.text()) }.joined(separator: ", ") }
    return effects.map { $0 == .widens && !steps.isEmpty ? "widens: \(steps.joined(separator: " → "))" : $0.rawValue }
      .joined(separator: "; ")
  }
}
