import JSONValue

/// A location in a file.
package struct Location: Hashable, Sendable {
  /// The file's path with `/`, relative to the repository if it is inside, else absolute.
  package let file: String
  /// The line, counted from 1.
  package let line: Int
  /// The column in Unicode scalars, counted from 1.
  package let column: Int

  package init(file: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension Location: Comparable {
  package static func < (left: Location, right: Location) -> Bool {
    let (leftFile, rightFile) = (ExactString(left.file), ExactString(right.file))
    return (leftFile, left.line, left.column) < (rightFile, right.line, right.column)
  }
}

/// A value and the location where it is written.
package struct Located<Value: Sendable & Hashable>: Sendable, Hashable {
  package let value: Value
  package let location: Location
  /// The width of the value in columns, for underlining it.
  package let width: Int

  package init(_ value: Value, at location: Location, width: Int = 1) {
    self.value = value
    self.location = location
    self.width = width
  }
}
