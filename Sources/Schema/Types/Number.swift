package import JSONValue
import OrderedCollections

extension FieldType {
  /// The largest whole number that every JSON reader keeps exactly: 2^53 - 1.
  private static let largestExactNumber = 9_007_199_254_740_991

  /// A number, with or without a fraction.
  package static func number(_ bounds: Bounds = Bounds()) -> FieldType {
    numeric("number", bounds, expected: "a number", jsonType: "number") { _ in nil }
  }

  /// A number without a fraction.
  package static func wholeNumber(_ bounds: Bounds = Bounds()) -> FieldType {
    numeric("whole number", bounds, expected: "a whole number", jsonType: "integer") { number in
      number.isWhole ? nil : .invalid("\(number.text) is not a whole number")
    }
  }

  private static func numeric(
    _ name: String, _ bounds: Bounds, expected: String, jsonType: JSON,
    check: @escaping @Sendable (JSON.Number) -> Violation?
  ) -> FieldType {
    let maximum = bounds.maximum ?? largestExactNumber
    return FieldType(
      name, .number, expected: expected + bounds.description, bounds: bounds,
      sample: .number(JSON.Number(max(1, bounds.minimum))),
      example: String(max(bounds.minimum, min(maximum, 4))),
      jsonSchema: {
        ["type": jsonType, "minimum": .number(JSON.Number(bounds.minimum)), "maximum": .number(JSON.Number(maximum))]
      },
      hint: { found in
        if case .text(let text) = found, JSON.Number(text) != nil { "remove the quotes: \(text)" } else { nil }
      },
      violation: { value in
        guard case .number(let number) = value, let double = value.double else { return .wrongType }
        if let violation = check(number) { return violation }
        if double < Double(bounds.minimum) {
          return .invalid("\(number.text) is less than the minimum of \(bounds.minimum)")
        }
        return double > Double(maximum) ? .invalid("\(number.text) is greater than the maximum of \(maximum)") : nil
      })
  }

  /// The same type with other bounds; unchanged if it is not a number.
  func bounded(by bounds: Bounds?) -> FieldType {
    guard let bounds, shape == .number else { return self }
    return name == "number" ? .number(bounds) : .wholeNumber(bounds)
  }
}

extension FieldType.Bounds {
  fileprivate var description: String {
    maximum.map { " from \(minimum) to \($0)" } ?? (minimum == 0 ? "" : " of at least \(minimum)")
  }
}

extension Int: FieldValue {
  package static var fieldType: FieldType { .wholeNumber() }

  package init?(json: JSON) {
    guard let value = json.int else { return nil }
    self = value
  }

  package var json: JSON { .number(JSON.Number(self)) }
}

extension Double: FieldValue {
  package static var fieldType: FieldType { .number() }

  package init?(json: JSON) {
    guard let value = json.double else { return nil }
    self = value
  }

  package var json: JSON { JSON.Number(self).map(JSON.number) ?? .null }
}
