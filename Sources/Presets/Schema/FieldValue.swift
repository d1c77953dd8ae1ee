/// A type that the value of a field can have.
public protocol FieldValue: Hashable, Sendable {
  /// The type as the schema describes it, unbounded where it is a number.
  static var fieldType: FieldType { get }
  /// The values in groups, from those that give a participant the least power to those that give the most; empty where values do not rank.
  static var ladder: [[Self]] { get }
  /// Takes a JSON value of the right type.
  init?(json: JSON)
  /// The value as the API takes it.
  var json: JSON { get }
}

extension FieldValue {
  public static var ladder: [[Self]] { [] }
}

/// A field value that is one word of several.
public protocol Choice: FieldValue, CaseIterable, RawRepresentable<String> {}

extension Choice {
  public static var fieldType: FieldType { .choice(allCases.map(\.rawValue)) }

  public init?(json: JSON) {
    guard let word = json.string else { return nil }
    self.init(rawValue: word)
  }

  public var json: JSON { .string(rawValue) }
}

extension Bool: FieldValue {
  public static var fieldType: FieldType { .boolean }
  public static var ladder: [[Bool]] { [[false], [true]] }

  public init?(json: JSON) {
    guard let value = json.bool else { return nil }
    self = value
  }

  public var json: JSON { .bool(self) }
}

extension Int: FieldValue {
  public static var fieldType: FieldType { .wholeNumber(.init()) }

  public init?(json: JSON) {
    guard let value = json.int else { return nil }
    self = value
  }

  public var json: JSON { .number(JSON.Number(self)) }
}

extension Double: FieldValue {
  public static var fieldType: FieldType { .number(.init()) }

  public init?(json: JSON) {
    guard let value = json.double else { return nil }
    self = value
  }

  public var json: JSON { JSON.Number(self).map(JSON.number) ?? .null }
}

extension String: FieldValue {
  public static var fieldType: FieldType { .text }

  public init?(json: JSON) {
    guard let value = json.string else { return nil }
    self = value
  }

  public var json: JSON { .string(self) }
}

extension JSON: FieldValue {
  public static var fieldType: FieldType { .opaque }

  public init?(json: JSON) {
    self = json
  }

  public var json: JSON { self }
}
