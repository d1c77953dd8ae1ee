import JSONValue
import Schema

/// The cells of a color: its value and its contrast. CSS draws the swatch.
enum ColorHTML {
  /// An explanation of the contrast ratios, shown once per page.
  static let note: HTML = """
    <p class="note">The ratio next to a color is its contrast with the color it appears with: text and symbols with the \
    page, backgrounds and buttons with their text. Text needs at least 4.5:1, and symbols need at least 3:1.</p>

    """

  /// Returns a table cell with a color.
  /// - Parameters:
  ///   - value: The color; nil if it is absent.
  ///   - preset: The preset with the color, for its contrast with other colors.
  static func cell(_ value: JSON?, _ color: RoomColor, in preset: Preset?) -> HTML {
    guard let text = value?.string, RGB(text) != nil else {
      return "<td class=off>\(ValueHTML.value(value, at: color.field))"
    }
    return "<td>\(text)\(contrast(text, color, in: preset).map { " \($0.ratio):1" } ?? "")"
  }

  /// Returns a warning for a color with low contrast, or nothing.
  static func warning(_ value: JSON?, _ color: RoomColor, in preset: Preset?) -> HTML {
    guard let text = value?.string, let seen = contrast(text, color, in: preset), seen < color.contrastPartner.minimum
    else {
      return ""
    }
    return " <b>low contrast</b>"
  }

  private static func contrast(_ text: String, _ color: RoomColor, in preset: Preset?) -> Double? {
    guard let rgb = RGB(text), let other = preset?[color.contrastPartner.color.field]?.string.flatMap({ RGB($0) })
    else {
      return nil
    }
    return rgb.contrast(with: other)
  }
}
