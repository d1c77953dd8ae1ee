import JSONValue

/// Returns a number and its noun: `1 change`, `2 changes`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Returns the end of a message that names the nearest known word, if there is one.
package func didYouMean(_ nearest: String?) -> String {
  nearest.map { ". Did you mean '\($0)'?" } ?? ""
}

extension [String] {
  /// The words as a list: `a, b and c`.
  package var list: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  /// The text with control and bidirectional characters escaped, so that it can neither move the cursor nor hide
  /// anything.
  ///
  /// CI runners read lines that start with `::`, and `##[` or `##vso[` anywhere, as commands; these are escaped too.
  package var visible: String {
    let first = unicodeScalars.first { !$0.properties.isWhitespace }
    guard first == ":" || unicodeScalars.contains(where: { $0.isUnsafeToPrint || $0 == "#" }) else { return self }
    let scalars = Array(unicodeScalars)
    let command = scalars.firstIndex { !$0.properties.isWhitespace }
    return scalars.indices.map { index in
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let isCommand = next == scalar && (scalar == "#" || (scalar == ":" && index == command))
      return scalar.isUnsafeToPrint || isCommand
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }

  /// Returns the text in UTF-8, percent-encoded except for ASCII letters, digits, and `allowed` characters.
  package func percentEncoded(allowing allowed: String) -> String {
    func isAllowed(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: byte < 0x80 && allowed.utf8.contains(byte)
      }
    }
    func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
    if utf8.allSatisfy(isAllowed) { return self }
    return utf8.map { isAllowed($0) ? String(Unicode.Scalar($0)) : "%" + hexadecimal($0) }.joined()
  }
}
