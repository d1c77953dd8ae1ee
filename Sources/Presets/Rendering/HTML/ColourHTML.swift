/// The values of a colour: digits, and how well it can be read with what it is seen with. The swatch is drawn by the style.
enum ColourHTML {
  /// How the ratios are to be read, once for a page.
  static let note: HTML = """
    <p class="note">The ratio beside a colour is its contrast with what it is seen with: text and signs with the page, \
    backgrounds and buttons with their text. Text is easy to read from 4.5:1 on, signs from 3:1.</p>

    """

  /// A cell for a colour as it is written, within the preset that it belongs to; nil stands for one that is absent.
  static func cell(_ value: JSON?, _ colour: RoomColour, in preset: Preset?) -> HTML {
    guard let text = value?.string, RGB(text) != nil else {
      return "<td class=off>\(ValueHTML.value(value, at: colour.field))"
    }
    return "<td>\(text)\(contrast(text, colour, in: preset).map { " \($0.ratio):1" } ?? "")"
  }

  /// What is to be said of a colour that cannot be seen well.
  static func warning(_ value: JSON?, _ colour: RoomColour, in preset: Preset?) -> HTML {
    guard let text = value?.string, let seen = contrast(text, colour, in: preset), seen < colour.partner.least else {
      return ""
    }
    return " <b>hard to read</b>"
  }

  private static func contrast(_ text: String, _ colour: RoomColour, in preset: Preset?) -> Double? {
    guard let rgb = RGB(text), let other = preset?[colour.partner.colour.field]?.string.flatMap({ RGB($0) }) else {
      return nil
    }
    return rgb.contrast(with: other)
  }
}
