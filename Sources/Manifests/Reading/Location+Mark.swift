import Diagnostics
package import YAML

extension Location {
  package init(_ mark: Mark, in file: String) {
    self.init(file: file, line: mark.line, column: mark.column)
  }
}

extension Mark {
  /// Returns the number of columns up to another mark; 1 if that is on another line.
  func columns(to end: Mark) -> Int {
    line == end.line ? max(1, end.column - column) : 1
  }
}
