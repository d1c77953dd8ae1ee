/// What values a field takes.
public enum FieldType: Hashable, Sendable {
  /// `true` or `false`.
  case boolean
  /// A number, with or without a fraction.
  case number(Bounds)
  /// A number without a fraction.
  case wholeNumber(Bounds)
  /// Text that is not empty.
  case text
  /// One word of several.
  case choice([String])
  /// A colour, compared without regard to case. The API takes any text that is not empty.
  case colour
  /// An absolute http or https URL, or the empty string for none.
  case webAddress
  /// A list of whole numbers that are not negative, or null.
  case wholeNumbers
  /// A map from plugin ids to `PluginEntry`, compared entry by entry.
  case plugins
  /// Anything; compared as a whole.
  case opaque

  /// The least and the greatest number a field takes.
  public struct Bounds: Hashable, Sendable {
    /// The least number that is taken.
    public let minimum: Int
    /// The greatest number that is taken; nil where none is documented.
    public let maximum: Int?

    /// Creates bounds; both belong to what is taken.
    public init(minimum: Int = 0, maximum: Int? = nil) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }
}

extension FieldType {
  /// Whether the API takes null for the field.
  public var isNullable: Bool {
    self == .wholeNumbers
  }

  /// Whether two values of the field are the same to the API. Nil stands for a field that is absent.
  public func areEqual(_ left: JSON?, _ right: JSON?) -> Bool {
    switch self {
    case .colour:
      guard let left = left?.string, let right = right?.string else { return left == right }
      return left.lowercased().isExactly(right.lowercased())
    case .wholeNumbers:
      return (left ?? .null) == (right ?? .null)
    default:
      return left == right
    }
  }
}
