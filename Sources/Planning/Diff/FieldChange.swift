package import Diagnostics
package import JSONValue
package import Schema

/// The change of one field.
package struct FieldChange: Hashable, Sendable {
  package let field: FieldPath
  /// The remote value; nil if the field is absent.
  package let before: JSON?
  /// The desired value; nil if the field is to be removed.
  package let after: JSON?
  /// The effects of the change.
  package var effects: [Effect]
  /// The origin of the change; nil in unlabeled plans.
  package var origin: Origin?
  /// The location of the desired value in a manifest.
  package var location: Location?

  package init(
    field: FieldPath, before: JSON?, after: JSON?, effects: [Effect] = [], origin: Origin? = nil,
    location: Location? = nil
  ) {
    self.field = field
    self.before = before
    self.after = after
    self.effects = effects
    self.origin = origin
    self.location = location
  }

  /// The change with the effects that the schema declares for it.
  var withEffects: FieldChange {
    var change = self
    change.effects = PresetSchema.current.declaration(at: field)?.effects(from: before, to: after) ?? []
    return change
  }
}
