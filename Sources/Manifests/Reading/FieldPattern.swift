import Diagnostics
package import Schema

/// A pattern for fields, such as `ui.*`: a path in which `*` matches any text. It also matches all fields below the
/// path.
package struct FieldPattern: Hashable, Sendable {
  /// The pattern as written.
  package let text: String
  private let glob: Glob

  package init(_ text: String) {
    self.text = text
    glob = Glob(text, .stars)
  }

  /// Returns whether the pattern matches a field.
  package func covers(_ path: FieldPath) -> Bool {
    (1...max(1, path.components.count)).contains { length in
      let ancestor = FieldPath(Array(path.components.prefix(length)))
      return glob.matches(ancestor.description)
    }
  }

  /// Returns the nearest pattern that matches a field or a group, with `.*` if this pattern ends with it.
  func nearest(in schema: PresetSchema) -> String? {
    let ending = text.hasSuffix(".*") ? ".*" : ""
    // The name cannot be ignored.
    let fields = schema.fields.dropFirst()
    let groups = Set(
      fields.flatMap { field in
        (1..<field.path.components.count).map { FieldPath(Array(field.path.components.prefix($0))).description }
      })
    let paths = fields.map(\.path.description) + groups.sorted()
    return Suggestion.nearest(to: String(text.dropLast(ending.count)), among: paths).map { $0 + ending }
  }
}
