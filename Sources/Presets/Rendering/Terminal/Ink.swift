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

  /// Creates ink that colours text or not.
  public init(isOn: Bool) {
    self.isOn = isOn
  }

  /// The text in all the given styles.
  public func callAsFunction(_ text: String, _ styles: Style...) -> String {
    guard isOn, !text.isEmpty, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
