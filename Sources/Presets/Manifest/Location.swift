package import YAML

/// A place in a file.
public struct Location: Hashable, Sendable {
  /// The file's path with `/`, from the repository folder where it lies within, else absolute.
  public let file: String
  private let mark: Mark

  /// The line, from 1.
  public var line: Int { mark.line }
  /// The column in Unicode scalars, from 1.
  public var column: Int { mark.column }

  /// Creates a location; `line` and `column` count from 1.
  public init(file: String, line: Int = 1, column: Int = 1) {
    self.init(Mark(line: line, column: column), in: file)
  }

  /// The location of a mark.
  package init(_ mark: Mark, in file: String) {
    self.file = file
    self.mark = mark
  }
}

extension Location: Comparable {
  public static func < (left: Location, right: Location) -> Bool {
    let (leftFile, rightFile) = (ExactString(left.file), ExactString(right.file))
    return (leftFile, left.mark) < (rightFile, right.mark)
  }
}

/// A value and the place where it is written.
public struct Located<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value itself.
  public let value: Value
  /// Where it is written.
  public let location: Location
  /// How many columns the value takes, for underlining it.
  public let width: Int

  /// Places a value.
  public init(_ value: Value, at location: Location, width: Int = 1) {
    self.value = value
    self.location = location
    self.width = width
  }
}
