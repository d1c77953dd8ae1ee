/// A pattern that matches whole texts, scalar by scalar: case matters, and so does the Unicode form.
package struct Glob: Hashable, Sendable {
  /// The signs that stand for more than themselves.
  package enum Syntax {
    /// `*` only, for any text.
    case stars
    /// `*` for any text, `?` for any scalar, `[…]` for one of a set, `[!…]` for any other.
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
      case .only(let wanted): scalar == wanted
      case .ranges(let ranges, let isInverted): ranges.contains { $0.contains(scalar) } != isInverted
      }
    }
  }

  private let parts: [Part]

  /// Takes a pattern as it is written; a bracket that nothing closes stands for itself.
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

  /// Reads a set up to its closing bracket; nil, and nothing is read, where there is none.
  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Set? {
    var inner = rest
    let isInverted = inner.first.map { ["!", "^"].contains($0) } ?? false
    if isInverted { inner.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let scalar = inner.popFirst() {
      // A closing bracket that comes first is one of the set.
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

  /// Whether the pattern matches the whole text, in a time that grows with the product of both lengths at most.
  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (place, index) = (0, 0)
    var star: (place: Int, index: Int)?
    while index < scalars.count {
      if place < parts.count, parts[place] == .anyText {
        star = (place, index)
        place += 1
      } else if place < parts.count, case .one(let set) = parts[place], set.contains(scalars[index]) {
        place += 1
        index += 1
      } else if let last = star {
        // Let the last star take one more scalar.
        star = (last.place, last.index + 1)
        (place, index) = (last.place + 1, last.index + 1)
      } else {
        return false
      }
    }
    return parts[place...].allSatisfy { $0 == .anyText }
  }
}
