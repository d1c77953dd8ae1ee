extension JSON {
  /// A number that keeps its spelling and is compared by value.
  package struct Number: Sendable {
    /// The number as written, such as `30`, `2.50`, or `1e3`.
    package let text: String

    /// Returns nil if `text` is not a JSON number.
    package init?(_ text: String) {
      var scanner = NumberScanner(text.utf8)
      guard scanner.isNumber() else { return nil }
      self.text = text
    }

    package init(_ value: Int) {
      text = String(value)
    }

    /// Returns nil for infinity and NaN.
    package init?(_ value: Double) {
      guard value.isFinite else { return nil }
      self.init(Int(exactly: value).map(String.init) ?? "\(value)")
    }

    /// The value if it is a whole number that fits in `Int`.
    package var int: Int? {
      if let int = Int(text) { return int }
      let decimal = Decimal(text)
      guard (0...18).contains(decimal.exponent) else { return decimal.digits.isEmpty ? 0 : nil }
      let zeros = String(repeating: "0", count: decimal.exponent)
      return Int((decimal.isNegative ? "-" : "") + String(decoding: decimal.digits, as: UTF8.self) + zeros)
    }

    /// Whether the value has no fraction. It may be too large for `Int`.
    package var isWhole: Bool {
      let decimal = Decimal(text)
      return decimal.digits.isEmpty || decimal.exponent >= 0
    }
  }
}

extension JSON.Number: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.text.isExactly(right.text) || Decimal(left.text) == Decimal(right.text)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Decimal(text))
  }
}

/// The exact value of a number: digits without leading or trailing zeros, times a power of ten.
private struct Decimal: Hashable {
  var isNegative = false
  var digits: [UInt8] = []
  var exponent = 0

  init(_ text: String) {
    var bytes = text.utf8[...]
    isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    let parts = bytes.split(whereSeparator: { $0 | 0x20 == UInt8(ascii: "e") })
    let mantissa = parts.first ?? bytes
    // An exponent that does not fit in Int is clamped: no text has enough digits to compensate for it.
    let power = parts.count > 1 ? String(Substring(parts[1])) : "0"
    exponent = Int(power) ?? (power.hasPrefix("-") ? Int.min / 2 : Int.max / 2)
    if let point = mantissa.firstIndex(of: UInt8(ascii: ".")) {
      exponent -= mantissa.distance(from: point, to: mantissa.endIndex) - 1
    }
    digits = mantissa.filter { $0 != UInt8(ascii: ".") }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    if digits.isEmpty {
      isNegative = false
      exponent = 0
    }
  }
}

/// Scans JSON numbers.
struct NumberScanner<Bytes: Collection<UInt8>> {
  private let bytes: Bytes
  private(set) var index: Bytes.Index

  init(_ bytes: Bytes) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// Returns whether the bytes are exactly one number.
  mutating func isNumber() -> Bool {
    skipNumber() && index == bytes.endIndex
  }

  /// Skips a number. Returns false if there is no number at this index.
  mutating func skipNumber() -> Bool {
    skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) {
      guard skipDigits() else { return false }
    }
    if skip(UInt8(ascii: ".")) {
      guard skipDigits() else { return false }
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
      return skipDigits()
    }
    return true
  }

  @discardableResult private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.endIndex, bytes[index] == byte else { return false }
    index = bytes.index(after: index)
    return true
  }

  private mutating func skipDigits() -> Bool {
    let start = index
    while index < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index = bytes.index(after: index)
    }
    return index > start
  }
}
