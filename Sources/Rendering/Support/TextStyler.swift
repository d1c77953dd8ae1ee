import Schema

/// Adds terminal colors to text, unless colors are off.
package struct TextStyler: Hashable, Sendable {
  /// The text styles, with their SGR codes.
  package enum Style: String, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case magenta = "35"
    case cyan = "36"
  }

  /// Whether colors are on.
  package let isOn: Bool

  /// Whether colors are on and the terminal supports 24-bit colors.
  package let hasTrueColor: Bool

  /// - Parameter hasTrueColor: Whether the terminal supports 24-bit colors.
  package init(isOn: Bool, hasTrueColor: Bool = false) {
    self.isOn = isOn
    self.hasTrueColor = isOn && hasTrueColor
  }

  /// Returns two colored cells and a space, or nothing if the terminal does not support 24-bit colors.
  func swatch(_ color: RGB) -> String {
    hasTrueColor ? "\u{1B}[48;2;\(color.red);\(color.green);\(color.blue)m  \u{1B}[0m " : ""
  }

  /// Returns text in the given styles.
  package func callAsFunction(_ text: String, _ styles: Style...) -> String {
    guard isOn, !text.isEmpty, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
