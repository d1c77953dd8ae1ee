/// A place in a text, as people count it.
public struct Mark: Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int

  /// Creates a mark; `line` and `column` count from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first place of any text.
  public static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  public static func < (left: Mark, right: Mark) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
