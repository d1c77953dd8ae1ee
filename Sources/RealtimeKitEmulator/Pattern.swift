import Presets

/// A pattern over whole texts, in which `*` stands for any text.
struct Pattern {
  private let pattern: FieldPattern

  init(_ text: String) {
    pattern = FieldPattern(text)
  }

  func matches(_ text: String) -> Bool {
    pattern.covers(FieldPath([ExactString(text)]))
  }
}
