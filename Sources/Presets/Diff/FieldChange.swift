/// One field's before and after.
public struct FieldChange: Hashable, Sendable {
  /// The path of the field.
  public let field: FieldPath
  /// The remote value; nil where the field is absent.
  public let before: JSON?
  /// The wanted value; nil where the field shall be removed.
  public let after: JSON?
  /// What the change means beyond the value.
  public let effects: [Effect]
  /// Why there is a change; nil where nobody asked.
  public var origin: Origin?
  /// Where the wanted value is written.
  public let location: Location?

  /// Creates a change.
  public init(
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
}
