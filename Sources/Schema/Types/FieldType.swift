package import JSONValue

/// A type of field value: which values it accepts, how they are compared, and how they are described.
///
/// Each type is one value, declared in a file of its own together with the Swift type that reads it. Manifests, the
/// difference, the emulator, `explain`, and the JSON Schema read it from there:
///
/// ```swift
/// extension FieldType {
///   static let color = FieldType("color", .text, expected: "a color", …)
/// }
/// ```
package struct FieldType: Sendable {
  /// How a value is written.
  package indirect enum Shape: Hashable, Sendable {
    case boolean, number, text
    /// A list whose items are of another type.
    case list(FieldType)
    /// An object with an entry for each plugin.
    case plugins
    /// Any value.
    case any
  }

  /// The smallest and the largest number that a field accepts, both included.
  package struct Bounds: Hashable, Sendable {
    package let minimum: Int
    /// The largest number; nil if none is documented.
    package let maximum: Int?

    package init(minimum: Int = 0, maximum: Int? = nil) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// The type's name, such as `color`.
  package let name: String
  package let shape: Shape
  /// The expected value in messages, such as "a whole number from 1 to 30".
  package let expected: String
  /// The words that a choice accepts; empty for other types.
  package let choices: [String]
  /// The bounds of a number; nil for other types.
  package let bounds: Bounds?
  /// Whether the API accepts null.
  package let isNullable: Bool
  /// A valid value, the one with the least power if values have any.
  package let sample: JSON
  /// A value as a manifest spells it.
  package let example: String
  private let describe: @Sendable (_ quoted: (String) -> String) -> String
  private let schema: @Sendable () -> JSON.Object
  private let check: @Sendable (JSON) -> Violation?
  private let normalize: @Sendable (JSON?) -> JSON?
  private let suggest: @Sendable (FoundValue) -> String?

  /// - Parameters:
  ///   - description: The accepted values for reference pages, by default `expected`; values in it are passed to `quoted`.
  ///   - jsonSchema: The JSON Schema of a value in a manifest, where text that looks like a number needs no quotes.
  ///   - normalize: Maps values that are the same to the API to equal values; nil is an absent field.
  ///   - hint: Suggests what to write in place of a value of another type.
  ///   - violation: Returns why a value is not valid; nil if it is.
  init(
    _ name: String, _ shape: Shape, expected: String, choices: [String] = [], bounds: Bounds? = nil,
    isNullable: Bool = false, sample: JSON, example: String,
    description: (@Sendable (_ quoted: (String) -> String) -> String)? = nil,
    jsonSchema: @escaping @Sendable () -> JSON.Object, normalize: @escaping @Sendable (JSON?) -> JSON? = { $0 },
    hint: @escaping @Sendable (FoundValue) -> String? = { _ in nil },
    violation: @escaping @Sendable (JSON) -> Violation?
  ) {
    self.name = name
    self.shape = shape
    self.expected = expected
    self.choices = choices
    self.bounds = bounds
    self.isNullable = isNullable
    self.sample = sample
    self.example = example
    describe = description ?? { _ in expected }
    schema = jsonSchema
    check = violation
    self.normalize = normalize
    suggest = hint
  }

  /// Returns why a value is not valid; nil if it is. The entries of `plugins` are fields of their own.
  package func violation(of value: JSON) -> Violation? { check(value) }

  /// Returns whether two values are the same to the API. Nil is an absent field.
  package func areEqual(_ left: JSON?, _ right: JSON?) -> Bool {
    left == right || normalize(left) == normalize(right)
  }

  /// Suggests what to write in place of a value of another type.
  package func hint(found: FoundValue) -> String? {
    suggest(found) ?? (found == .nothing ? "set a value, or remove the key" : nil)
  }

  /// Describes the accepted values for reference pages.
  /// - Parameter quoted: Marks a value, for example with backticks.
  package func description(_ quoted: (String) -> String) -> String { describe(quoted) }

  /// The JSON Schema of a value.
  package var jsonSchema: JSON.Object { schema() }
}

extension FieldType: Hashable {
  package static func == (left: FieldType, right: FieldType) -> Bool {
    left.name == right.name && left.shape == right.shape && left.choices == right.choices && left.bounds == right.bounds
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(expected)
  }
}

/// Why a JSON value is not valid for a field.
package enum Violation: Hashable, Sendable {
  /// The value is of another type.
  case wrongType
  /// The value is of the right type but not accepted.
  case invalid(_ message: String, hint: String? = nil)
}

/// The kind of value that was found where another one is expected.
package enum FoundValue: Hashable, Sendable {
  case nothing, mapping, list
  /// A scalar without quotes.
  case plain(String)
  /// A scalar in quotes, or a block scalar.
  case text(String)

  /// The value in a message: "found 'yes'".
  package var description: String {
    switch self {
    case .nothing: "nothing"
    case .mapping: "a mapping"
    case .list: "a list"
    case .plain(let text): "'\(text)'"
    case .text(let text): "the text \"\(text)\""
    }
  }

  /// The text of a scalar; nil for other values.
  var scalarText: String? {
    switch self {
    case .plain(let text), .text(let text): text
    case .nothing, .mapping, .list: nil
    }
  }
}
