/// A set of fields: a path, in which `*` stands for any text, and everything below it.
public struct FieldPattern: Hashable, Sendable {
  /// The pattern as it is written: `ui.*`.
  public let text: String

  /// Takes a pattern as it is written.
  public init(_ text: String) {
    self.text = text
  }

  /// Whether the pattern covers a field.
  public func covers(_ path: FieldPath) -> Bool {
    (1...max(1, path.components.count)).contains { length in
      let ancestor = FieldPath(Array(path.components.prefix(length)))
      return Self.matches(Array(text.utf8), Array(ancestor.description.utf8))
    }
  }

  /// The nearest pattern that matches anything: a field or a group of fields, with `.*` where this pattern ends so.
  func nearest(in schema: PresetSchema) -> String? {
    let ending = text.hasSuffix(".*") ? ".*" : ""
    let groups = Set(
      schema.fields.flatMap { field in
        (1..<field.path.components.count).map { FieldPath(Array(field.path.components.prefix($0))).description }
      })
    let paths = schema.fields.map(\.path.description) + groups.sorted()
    return Suggestion.nearest(to: String(text.dropLast(ending.count)), among: paths).map { $0 + ending }
  }

  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (place, index) = (0, 0)
    var star: (place: Int, index: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, index)
        place += 1
      } else if place < pattern.count, pattern[place] == text[index] {
        place += 1
        index += 1
      } else if let last = star {
        // Let the last star take one more byte.
        star = (last.place, last.index + 1)
        (place, index) = (last.place + 1, last.index + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
