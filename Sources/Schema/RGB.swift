#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An sRGB color with eight bits per channel.
package struct RGB: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  /// Parses `#rgb` or `#rrggbb`; nil for other text.
  package init?(_ text: String) {
    let bytes = text.utf8.span
    guard bytes.count == 4 || bytes.count == 7, bytes[0] == UInt8(ascii: "#") else { return nil }
    var value = 0
    for index in 1..<bytes.count {
      guard let digit = Self.digit(bytes[index]) else { return nil }
      value = value << 4 | Int(digit)
    }
    switch bytes.count {
    case 4:
      (red, green, blue) = (Self.channel(value >> 8 & 0xF), Self.channel(value >> 4 & 0xF), Self.channel(value & 0xF))
    default: (red, green, blue) = (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }
  }

  /// The relative luminance according to WCAG 2.2, from 0 for black to 1 for white.
  var luminance: Double {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
  }

  /// Returns the contrast ratio according to WCAG 2.2, from 1 to 21.
  package func contrast(with other: RGB) -> Double {
    let (own, other) = (luminance, other.luminance)
    return (max(own, other) + 0.05) / (min(own, other) + 0.05)
  }

  /// The color as `#rrggbb` in lower case.
  package var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether white text is easier to read on the color than black.
  package var isDark: Bool {
    // Both contrasts are equal if (1 + 0.05) / (x + 0.05) = (x + 0.05) / (0 + 0.05).
    (luminance + 0.05) * (luminance + 0.05) < 1.05 * 0.05
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Returns the channel of a one-digit color: `#a` means `#aa`.
  private static func channel(_ digit: Int) -> UInt8 { UInt8(digit * 17) }

  /// The linear light of each channel value.
  private static let linear = (0...255).map { (channel: Int) -> Double in
    let value = Double(channel) / 255
    guard value > 0.04045 else { return value / 12.92 }
    let base: Double = (value + 0.055) / 1.055
    return pow(base, 2.4)
  }
}

extension Double {
  /// The ratio with two decimals, truncated so that an insufficient ratio never looks sufficient.
  package var ratio: String {
    let hundredths = Int(self * 100)
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
