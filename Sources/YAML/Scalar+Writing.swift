extension String {
  /// Returns the text as a scalar: plain if every YAML reader reads it as this text, else in double quotes.
  /// - Parameter inFlow: Whether the scalar is inside brackets, where more characters are special.
  func scalar(inFlow: Bool) -> String {
    isPlainScalar(inFlow: inFlow) ? self : "\"" + unicodeScalars.map(\.quoted).joined() + "\""
  }

  /// Words that some version of YAML reads as null or a Boolean.
  private static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

  private func isPlainScalar(inFlow: Bool) -> Bool {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return false }
    guard first.properties.isAlphabetic || "0123456789_/(".unicodeScalars.contains(first) else { return false }
    guard last != " ", last != ":", !unicodeScalars.contains(where: \.isEscapedInYAML) else { return false }
    if inFlow, unicodeScalars.contains(where: { ",[]{}:?".unicodeScalars.contains($0) }) { return false }
    if Self.reserved.contains(lowercased()) || looksLikeNumber { return false }
    return !zip(unicodeScalars, unicodeScalars.dropFirst()).contains { $0 == (":", " ") || $0 == (" ", "#") }
  }

  /// Whether some version of YAML could read the text as a number or a date, including hexadecimal, octal, and
  /// sexagesimal.
  private var looksLikeNumber: Bool {
    guard let first = unicodeScalars.first, "0123456789".unicodeScalars.contains(first), !isUUID else { return false }
    return unicodeScalars.allSatisfy { "0123456789abcdefABCDEFxXoO_+-.: tTzZ".unicodeScalars.contains($0) }
  }

  private var isUUID: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
  }
}

extension Unicode.Scalar {
  /// Whether the character is written as an escape, because YAML forbids it, or because it is invisible or changes the
  /// direction of the text.
  fileprivate var isEscapedInYAML: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
      0xFFFE...0xFFFF, 0xE0000...0xE007F:
      true
    default: self != " " && properties.isWhitespace
    }
  }

  /// The character inside double quotes.
  fileprivate var quoted: String {
    switch self {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default:
      guard isEscapedInYAML else { return String(self) }
      let digits = String(value, radix: 16, uppercase: true)
      let (sign, length) = value > 0xFFFF ? ("U", 8) : value > 0xFF ? ("u", 4) : ("x", 2)
      return "\\\(sign)" + String(repeating: "0", count: length - digits.count) + digits
    }
  }
}
