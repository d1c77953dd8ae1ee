/// The values of a colour: swatch, digits, and how well it can be read with what it stands beside.
enum ColourHTML {
  /// A colour as it is written, within the preset that it belongs to.
  static func value(_ text: String, at field: FieldPath, in preset: Preset?) -> HTML {
    guard let colour = RGB(text) else { return "<code>\(text.shortened(to: 48))</code>" }
    let swatch: HTML = """
      <svg class="swatch" aria-hidden="true"><rect fill="\(colour.hex)"/></svg>
      """
    return "\(swatch)<code>\(text)</code>\(contrast(of: colour, at: field, in: preset))"
  }

  private static func contrast(of colour: RGB, at field: FieldPath, in preset: Preset?) -> HTML {
    guard let partner = Partner(of: field), let other = preset?[partner.field]?.string.flatMap({ RGB($0) }) else {
      return ""
    }
    let contrast = colour.contrast(with: other)
    let warning: HTML =
      contrast < partner.least ? " <strong>hard to read, below \(partner.least.ratio)</strong>" : ""
    return "<small>\(contrast.ratio) : 1 \(partner.words)\(warning)</small>"
  }

  /// A colour on, or behind, which another one is seen.
  private struct Partner {
    let field: FieldPath
    let words: String
    /// The contrast that WCAG 2.2 asks for.
    let least: Double

    init?(of field: FieldPath) {
      let colors: FieldPath = "ui.design_tokens.colors"
      guard colors.covers(field), field.components.count > 3 else { return nil }
      func path(_ key: ExactString...) -> FieldPath { FieldPath(colors.components + key) }
      switch field.components[3].text {
      case "text": self.init(path("background", "1000"), "on the page", LintRule.leastContrast)
      case "text_on_brand": self.init(path("brand", "500"), "on buttons", LintRule.leastContrast)
      case "background", "video_bg": self.init(path("text"), "with its text", LintRule.leastContrast)
      case "brand": self.init(path("text_on_brand"), "with its text", field.components.last == "500" ? 4.5 : 1)
      // Signs need less than text does (success criterion 1.4.11).
      case "danger", "success", "warning": self.init(path("background", "1000"), "on the page", 3)
      default: return nil
      }
    }

    private init(_ field: FieldPath, _ words: String, _ least: Double) {
      (self.field, self.words, self.least) = (field, words, least)
    }
  }
}
