import Crypto

extension String {
  /// The SHA-256 of the text in UTF-8, as 64 hexadecimal digits.
  package var sha256: String {
    SHA256.hash(data: Array(utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
