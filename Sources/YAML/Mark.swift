/// A location in a text, by line and column.
package struct Mark: Hashable, Sendable {
  // 32 bits halve the memory of the millions of marks in thousands of manifests; no text is longer.
  private let lineNumber: Int32
  private let columnNumber: Int32

  /// The line, counted from 1.
  package var line: Int { Int(lineNumber) }
  /// The column in Unicode scalars, counted from 1.
  package var column: Int { Int(columnNumber) }

  package init(line: Int, column: Int) {
    lineNumber = Int32(clamping: line)
    columnNumber = Int32(clamping: column)
  }

  /// The start of a text.
  package static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  package static func < (left: Mark, right: Mark) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
