/// Colours text for a terminal, or leaves it as it is.
public struct Ink: Hashable, Sendable {
  /// The ways in which text can stand out, by their SGR codes.
  public enum Style: String, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case magenta = "35"
    case cyan = "36"
  }

  /// Whether text is coloured.
  public let isOn: Bool

  /// Whether any colour can be shown, not only the terminal's own.
  public let hasTrueColour: Bool

  /// Creates ink that colours text or not.
  /// - Parameter hasTrueColour: Whether the terminal shows any colour.
  public init(isOn: Bool, hasTrueColour: Bool = false) {
    self.isOn = isOn
    self.hasTrueColour = isOn && hasTrueColour
  }

  /// Two cells of a colour and a space behind them; nothing where the terminal cannot show it.
  func swatch(_ colour: RGB) -> String {
    hasTrueColour ? "\u{1B}[48;2;\(colour.red);\(colour.green);\(colour.blue)m  \u{1B}[0m " : ""
  }

  /// The text in all the given styles.
  public func callAsFunction(_ text: String, _ styles: Style...) -> String {
    guard isOn, !text.isEmpty, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
