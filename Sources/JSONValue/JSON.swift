package import OrderedCollections

/// A JSON value that preserves its source: numbers keep their spelling, and objects keep the order of their members.
///
/// Presets are documents instead of structs, so that unknown fields of a newer API survive a read and a write. Numbers
/// are compared by value (`30` = `30.0`), objects regardless of order, strings exactly.
package enum JSON: Sendable {
  /// The members of an object in document order.
  package typealias Object = OrderedDictionary<ExactString, JSON>

  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case array([JSON])
  case object(Object)
}

extension JSON {
  /// The value of a string; nil for other values.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value of a Boolean; nil for other values.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The value of a whole number that fits in `Int`; nil for other values.
  package var int: Int? {
    if case .number(let value) = self { value.int } else { nil }
  }

  /// The value of a number; nil for other values.
  package var double: Double? {
    if case .number(let value) = self { Double(value.text) } else { nil }
  }

  /// The items of an array; nil for other values.
  package var array: [JSON]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of an object; nil for other values.
  package var object: Object? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The member of an object with a key; nil if it does not exist or the value is not an object.
  package subscript(key: ExactString) -> JSON? {
    object?[key]
  }
}

extension JSON: Hashable {
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.isExactly(right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(ExactString(value))
    case .array(let items): hasher.combine(items)
    // The order of members does not matter, so it must not affect the hash.
    case .object(let members): hasher.combine(Set(members.keys))
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(Number(value)) }
  package init(arrayLiteral items: JSON...) { self = .array(items) }
  package init(dictionaryLiteral members: (ExactString, JSON)...) {
    self = .object(Object(members) { _, last in last })
  }
}
