import Crypto

extension String {
  /// The text in UTF-8 with every byte written as `%` and two digits that is neither an ASCII letter or digit nor kept.
  package func percentEncoded(keeping kept: String) -> String {
    func isKept(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: byte < 0x80 && kept.utf8.contains(byte)
      }
    }
    if utf8.allSatisfy(isKept) { return self }
    return utf8.map { isKept($0) ? String(Unicode.Scalar($0)) : "%" + $0.hexadecimal.uppercased() }.joined()
  }

  /// The SHA-256 of the text in UTF-8, as 64 hexadecimal digits.
  var sha256: String {
    SHA256.hash(data: Array(utf8)).map(\.hexadecimal).joined()
  }
}

extension UInt8 {
  /// The byte as two hexadecimal digits.
  fileprivate var hexadecimal: String {
    (self < 16 ? "0" : "") + String(self, radix: 16)
  }
}
