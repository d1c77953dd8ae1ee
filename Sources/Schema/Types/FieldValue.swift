package import JSONValue

/// A Swift type that reads and writes the values of a field type.
package protocol FieldValue: Hashable, Sendable {
  static var fieldType: FieldType { get }
  /// The values in groups, from the least to the most power for a participant; empty if values do not rank.
  static var ranking: [[Self]] { get }
  init?(json: JSON)
  /// The value as the API accepts it.
  var json: JSON { get }
}

extension FieldValue {
  package static var ranking: [[Self]] { [] }
}
