public import OrderedCollections

/// A JSON value that loses nothing: numbers keep their spelling, objects their order and every key.
///
/// Presets are documents, not structures, so that what a newer API puts into them survives a read and a write. Two values
/// are equal when they mean the same: numbers by value (`30` = `30.0`), objects whatever their order, strings exactly.
public enum JSON: Sendable {
  /// The members of an object in the order they came.
  public typealias Object = OrderedDictionary<ExactString, JSON>

  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case array([JSON])
  case object(Object)
}

extension JSON {
  /// The value of a JSON string.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value of a JSON Boolean.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The value of a JSON number that is a whole number within `Int`.
  public var int: Int? {
    if case .number(let value) = self { value.int } else { nil }
  }

  /// The value of a JSON number.
  public var double: Double? {
    if case .number(let value) = self { Double(value.text) } else { nil }
  }

  /// The items of a JSON array.
  public var array: [JSON]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of a JSON object.
  public var object: Object? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The member `key` of an object; nil where there is none, or where this is no object.
  public subscript(key: ExactString) -> JSON? {
    object?[key]
  }
}

extension JSON: Hashable {
  public static func == (left: JSON, right: JSON) -> Bool {
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

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(ExactString(value))
    case .array(let items): hasher.combine(items)
    // Order does not count, so it must not reach the hash.
    case .object(let members): hasher.combine(Set(members.keys))
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(Number(value)) }
  public init(arrayLiteral items: JSON...) { self = .array(items) }
  // Literals stand in hundreds of places, where a copy of this would make the program larger by a thousandth.
  @inline(never)
  public init(dictionaryLiteral members: (ExactString, JSON)...) {
    self = .object(Object(members) { _, last in last })
  }
}
