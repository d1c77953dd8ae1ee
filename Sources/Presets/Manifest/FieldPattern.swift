/// A set of fields: a path, in which `*` stands for any text, and everything below it.
public struct FieldPattern: Hashable, Sendable {
  /// The pattern as it is written: `ui.*`.
  public let text: String
  private let glob: Glob

  /// Takes a pattern as it is written.
  public init(_ text: String) {
    self.text = text
    glob = Glob(text, .stars)
  }

  /// Whether the pattern covers a field.
  public func covers(_ path: FieldPath) -> Bool {
    (1...max(1, path.components.count)).contains { length in
      let ancestor = FieldPath(Array(path.components.prefix(length)))
      return glob.matches(ancestor.description)
    }
  }

  /// The nearest pattern that matches anything: a field or a group of fields, with `.*` where this pattern ends so.
  func nearest(in schema: PresetSchema) -> String? {
    let ending = text.hasSuffix(".*") ? ".*" : ""
    // The name is what all else belongs to.
    let fields = schema.fields.dropFirst()
    let groups = Set(
      fields.flatMap { field in
        (1..<field.path.components.count).map { FieldPath(Array(field.path.components.prefix($0))).description }
      })
    let paths = fields.map(\.path.description) + groups.sorted()
    return Suggestion.nearest(to: String(text.dropLast(ending.count)), among: paths).map { $0 + ending }
  }
}
