extension JSON {
  /// A number as it was written, compared by what it is worth.
  public struct Number: Sendable {
    /// The number in JSON's grammar, such as `30`, `2.50` or `1e3`.
    public let text: String

    /// Takes `text` if it is a number in JSON's grammar.
    public init?(_ text: String) {
      var scanner = NumberScanner(text.utf8)
      guard scanner.isNumber() else { return nil }
      self.text = text
    }

    /// The given whole number.
    public init(_ value: Int) {
      text = String(value)
    }

    /// The given number; nil for infinities and what is not a number.
    public init?(_ value: Double) {
      guard value.isFinite else { return nil }
      self.init(Int(exactly: value).map(String.init) ?? "\(value)")
    }

    /// The value, where it is a whole number that fits.
    public var int: Int? {
      if let int = Int(text) { return int }
      let decimal = Decimal(text)
      guard (0...18).contains(decimal.exponent) else { return decimal.digits.isEmpty ? 0 : nil }
      let zeros = String(repeating: "0", count: decimal.exponent)
      return Int((decimal.isNegative ? "-" : "") + String(decoding: decimal.digits, as: UTF8.self) + zeros)
    }

    /// Whether the value has no fraction, whatever its size.
    public var isWhole: Bool {
      let decimal = Decimal(text)
      return decimal.digits.isEmpty || decimal.exponent >= 0
    }
  }
}

extension JSON.Number: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.text.isExactly(right.text) || Decimal(left.text) == Decimal(right.text)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(Decimal(text))
  }
}

/// The value of a number: digits without zeros at either end, times a power of ten. Exact at any size.
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
    // An exponent beyond Int is as good as the largest one: no number of digits makes up for it.
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

/// Recognizes the grammar of JSON numbers.
struct NumberScanner<Bytes: Collection<UInt8>> {
  private let bytes: Bytes
  private(set) var index: Bytes.Index

  init(_ bytes: Bytes) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// Whether all the bytes together are one number.
  mutating func isNumber() -> Bool {
    skipNumber() && index == bytes.endIndex
  }

  /// Passes over a number; false where none stands.
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
