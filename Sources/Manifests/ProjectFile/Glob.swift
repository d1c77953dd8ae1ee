/// A pattern that matches whole texts by their Unicode scalars: case and normalization form matter.
package struct Glob: Hashable, Sendable {
  /// The wildcards of a pattern.
  package enum Syntax {
    /// Only `*`, which matches any text.
    case stars
    /// `*` matches any text, `?` any scalar, `[…]` a scalar of a set, and `[!…]` any other scalar.
    case names
  }

  private enum Part: Hashable {
    case anyText
    case one(Set)
  }

  private enum Set: Hashable {
    case any
    case only(Unicode.Scalar)
    case ranges([ClosedRange<Unicode.Scalar>], isInverted: Bool)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any: true
      case .only(let expected): scalar == expected
      case .ranges(let ranges, let isInverted): ranges.contains { $0.contains(scalar) } != isInverted
      }
    }
  }

  private let parts: [Part]

  /// Parses a pattern. A bracket that is not closed matches itself.
  package init(_ pattern: String, _ syntax: Syntax) {
    var rest = Array(pattern.unicodeScalars)[...]
    var parts: [Part] = []
    while let scalar = rest.popFirst() {
      switch (scalar, syntax) {
      case ("*", _): parts.append(.anyText)
      case ("?", .names): parts.append(.one(.any))
      case ("[", .names): parts.append(.one(Self.set(&rest) ?? .only("[")))
      default: parts.append(.one(.only(scalar)))
      }
    }
    self.parts = parts
  }

  /// Reads a set up to its closing bracket. Returns nil and reads nothing if the bracket is not closed.
  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Set? {
    var inner = rest
    let isInverted = inner.first.map { ["!", "^"].contains($0) } ?? false
    if isInverted { inner.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let scalar = inner.popFirst() {
      // A closing bracket at the start is part of the set.
      if scalar == "]", !ranges.isEmpty {
        rest = inner
        return .ranges(ranges, isInverted: isInverted)
      }
      if inner.first == "-", let end = inner.dropFirst().first, end != "]", end >= scalar {
        ranges.append(scalar...end)
        inner.removeFirst(2)
      } else {
        ranges.append(scalar...scalar)
      }
    }
    return nil
  }

  /// Returns whether the pattern matches the whole text. The time is at most proportional to the product of both
  /// lengths.
  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (part, index) = (0, 0)
    var star: (part: Int, index: Int)?
    while index < scalars.count {
      if part < parts.count, parts[part] == .anyText {
        star = (part, index)
        part += 1
      } else if part < parts.count, case .one(let set) = parts[part], set.contains(scalars[index]) {
        part += 1
        index += 1
      } else if let last = star {
        // Backtrack: the last star matches one more scalar.
        star = (last.part, last.index + 1)
        (part, index) = (last.part + 1, last.index + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyText }
  }
}
