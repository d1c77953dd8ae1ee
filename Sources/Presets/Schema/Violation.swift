#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a JSON value is not a value of a field.
public enum Violation: Hashable, Sendable {
  /// The value is of another type.
  case wrongType
  /// The text is empty.
  case empty
  /// The word is none of the choices.
  case notAChoice([String])
  /// The number has a fraction where none is allowed.
  case notWhole
  /// The number is less than the least one.
  case below(Int)
  /// The number is greater than the greatest one.
  case above(Int)
  /// The text is not an absolute http or https URL.
  case notAWebAddress
}

extension FieldType {
  /// The greatest whole number that every JSON reader keeps exactly.
  private static let greatestExactNumber = 9_007_199_254_740_991

  /// What is wrong with a value of the field; nil when nothing is. Entries of `plugins` are fields of their own.
  package func violation(of value: JSON) -> Violation? {
    switch self {
    case .boolean: value.bool == nil ? .wrongType : nil
    case .number(let bounds): Self.violation(ofNumber: value, bounds, whole: false)
    case .wholeNumber(let bounds): Self.violation(ofNumber: value, bounds, whole: true)
    case .text, .colour: value.string.map { $0.isEmpty ? .empty : nil } ?? .wrongType
    case .choice(let words):
      value.string.map { $0.isEmpty ? .empty : words.contains($0) ? nil : .notAChoice(words) } ?? .wrongType
    case .webAddress: value.string.map { Self.isWebAddress($0) ? nil : .notAWebAddress } ?? .wrongType
    case .wholeNumbers: Self.violation(ofList: value)
    case .plugins: value.object == nil ? .wrongType : nil
    case .opaque: value == .null ? .wrongType : nil
    }
  }

  private static func violation(ofNumber value: JSON, _ bounds: Bounds, whole: Bool) -> Violation? {
    guard case .number(let number) = value, let double = value.double else { return .wrongType }
    let maximum = bounds.maximum ?? greatestExactNumber
    if whole, !number.isWhole { return .notWhole }
    if double < Double(bounds.minimum) { return .below(bounds.minimum) }
    return double > Double(maximum) ? .above(maximum) : nil
  }

  private static func violation(ofList value: JSON) -> Violation? {
    if value == .null { return nil }
    guard let items = value.array else { return .wrongType }
    return items.lazy.compactMap { violation(ofNumber: $0, Bounds(), whole: true) }.first
  }

  private static func isWebAddress(_ text: String) -> Bool {
    if text.isEmpty { return true }
    guard let url = URL(string: text, encodingInvalidCharacters: false),
      let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
      let host = url.host(), !host.isEmpty
    else { return false }
    return true
  }
}
