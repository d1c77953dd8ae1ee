import Diagnostics
import JSONValue
import Schema

// Rules about valid colors and their contrast.
extension LintRule {
  static let colors = [invalidColor, shortColor, lowContrast]

  /// The minimum contrast that WCAG 2.2 requires for text of normal size (level AA).
  package static let minimumContrast = 4.5

  private static let colorFields = schema.fields.filter { $0.type == .color }

  private static let invalidColor = LintRule(
    "invalid-color", "A color must have the form #rgb or #rrggbb.",
    fields: ["ui.design_tokens.colors"],
    checks: """
      Colors that do not have the form `#rgb` or `#rrggbb`.
      """,
    reason: """
      The API accepts any text as a color, but the UI Kit silently shows black for values that it cannot read: color \
      names, `rgb(…)`, digits without `#`, and colors with transparency.
      """,
    failingExample: """
      ui:
        design_tokens:
          colors:
            danger: red
      """,
    passingExample: """
      ui:
        design_tokens:
          colors:
            danger: "#ff2d2d"
      """,
    .perPreset { preset in
      colorFields.flatMap { field -> [LintFinding] in
        guard let color = preset.value(of: field.path).flatMap(Color.init(json:)), color.rgb == nil else { return [] }
        let digits = RGB("#" + color.text) == nil ? nil : "write \"#\(color.text)\" in quotes"
        return preset.finding(
          at: field, "the UI Kit cannot read the color '\(color.text)' and shows black",
          hint: digits ?? "write #rrggbb in quotes")
      }
    })

  private static let shortColor = LintRule(
    "short-color", "'text_on_brand' and 'video_bg' must have six digits.",
    fields: ["ui.design_tokens.colors.text_on_brand", "ui.design_tokens.colors.video_bg"],
    checks: """
      Values of `text_on_brand` and `video_bg` that have the short form `#rgb`.
      """,
    reason: """
      The UI Kit reads these two colors only in the long form `#rrggbb`. All other colors can have either form.
      """,
    failingExample: """
      ui:
        design_tokens:
          colors:
            video_bg: "#111"
      """,
    passingExample: """
      ui:
        design_tokens:
          colors:
            video_bg: "#111111"
      """,
    .perPreset { preset in
      let fields: [Field<Color>] = [
        schema.ui.designTokens.colors.textOnBrand, schema.ui.designTokens.colors.videoBg,
      ]
      return fields.flatMap { field -> [LintFinding] in
        guard let color = preset[field], color.rgb != nil, color.text.utf8.count == 4 else { return [] }
        let long = "#" + color.text.dropFirst().map { "\($0)\($0)" }.joined()
        return preset.finding(
          at: field, "the UI Kit requires six digits for this color", hint: "write \"\(long)\"")
      }
    })

  private static let lowContrast = LintRule(
    "low-contrast", "Text must have enough contrast with its background.",
    fields: [
      "ui.design_tokens.colors.text", "ui.design_tokens.colors.background", "ui.design_tokens.colors.video_bg",
      "ui.design_tokens.colors.text_on_brand", "ui.design_tokens.colors.brand.500",
    ],
    checks: """
      The contrast of `text` with the five shades of `background` and with `video_bg`, and of `text_on_brand` with \
      `brand.500`. It must be at least 4.5:1.
      """,
    reason: """
      WCAG 2.2 requires a contrast of at least 4.5:1 for text of normal size (success criterion 1.4.3). Text with less \
      contrast is hard to read for people with low vision, and for everyone in bright light.
      """,
    failingExample: """
      ui:
        design_tokens:
          colors:
            text: "#777777"
            video_bg: "#333333"
      """,
    passingExample: """
      ui:
        design_tokens:
          colors:
            text: "#e6eeeb"
            video_bg: "#333333"
      """,
    .perPreset { preset in
      contrast(
        preset, of: schema.ui.designTokens.colors.text,
        on: [
          schema.ui.designTokens.colors.background.`1000`, schema.ui.designTokens.colors.background.`900`,
          schema.ui.designTokens.colors.background.`800`, schema.ui.designTokens.colors.background.`700`,
          schema.ui.designTokens.colors.background.`600`, schema.ui.designTokens.colors.videoBg,
        ])
        + contrast(
          preset, of: schema.ui.designTokens.colors.textOnBrand, on: [schema.ui.designTokens.colors.brand.`500`])
    })

  private static func contrast(
    _ preset: LintedPreset, of text: Field<Color>, on backgrounds: [Field<Color>]
  ) -> [LintFinding] {
    guard let color = preset[text]?.rgb else { return [] }
    let tooLow = backgrounds.compactMap { background -> (Field<Color>, Double)? in
      guard let contrast = preset[background]?.rgb?.contrast(with: color), contrast < minimumContrast else {
        return nil
      }
      return (background, contrast)
    }
    guard !tooLow.isEmpty else { return [] }
    let contrasts = tooLow.map { background, contrast in
      "\(contrast.ratio) on \(background.path.components.dropFirst(3).map(\.text).joined(separator: "."))"
    }
    return preset.finding(
      at: text,
      "'\(text.path.components.last?.text ?? "")' has a contrast of \(contrasts.list): "
        + "at least \(minimumContrast.ratio) is required",
      hint: "use a \(preset.needsLighterText(tooLow.map(\.0)) ? "lighter" : "darker") text color, "
        + "or change the background",
      explainedBy: tooLow.map(\.0))
  }
}

extension LintedPreset {
  /// Returns whether light text is easier to read than dark text on the first background.
  fileprivate func needsLighterText(_ backgrounds: [Field<Color>]) -> Bool {
    backgrounds.first.flatMap { self[$0]?.rgb }?.isDark == true
  }
}
