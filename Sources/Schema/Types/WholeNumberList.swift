import Diagnostics
package import JSONValue
import OrderedCollections

extension FieldType {
  /// A list of whole numbers that are not negative, or null. Null and an absent field are the same.
  package static let wholeNumberList = FieldType(
    "list of whole numbers", .list(.wholeNumber()), expected: "a list of whole numbers", isNullable: true, sample: [],
    example: "[360, 720]", description: { _ in "a list of whole numbers, or null" },
    jsonSchema: { ["type": ["array", "null"], "items": .object(FieldType.wholeNumber().jsonSchema)] },
    normalize: { $0 ?? .null },
    hint: { found in
      if case .plain(let text) = found, JSON.Number(text) != nil { "write a list: [\(text)]" } else { nil }
    },
    violation: { value in
      if value == .null { return nil }
      guard let items = value.array else { return .wrongType }
      return items.lazy.compactMap { FieldType.wholeNumber().violation(of: $0) }.first
    })
}

/// A list of whole numbers, or null.
package struct WholeNumberList: FieldValue {
  package static var fieldType: FieldType { .wholeNumberList }

  /// The numbers; nil is null.
  package let values: [Int]?

  package init?(json: JSON) {
    guard json != .null else {
      values = nil
      return
    }
    guard let items = json.array else { return nil }
    let numbers = items.compactMap(\.int)
    guard numbers.count == items.count else { return nil }
    values = numbers
  }

  package var json: JSON { values.map { .array($0.map(\.json)) } ?? .null }
}
