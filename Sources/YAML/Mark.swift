/// A place in a text, as people count it.
public struct Mark: Hashable, Sendable {
  // Thousands of manifests have millions of marks, and no text is longer than half of this can count.
  private let lineNumber: Int32
  private let columnNumber: Int32

  /// The line, from 1.
  public var line: Int { Int(lineNumber) }
  /// The column in Unicode scalars, from 1.
  public var column: Int { Int(columnNumber) }

  /// Creates a mark; `line` and `column` count from 1.
  public init(line: Int, column: Int) {
    lineNumber = Int32(clamping: line)
    columnNumber = Int32(clamping: column)
  }

  /// The first place of any text.
  public static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  public static func < (left: Mark, right: Mark) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
