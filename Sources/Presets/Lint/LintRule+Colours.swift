// Whether colours are colours, and can be read on each other.
extension LintRule {
  static let colours = [notAColour, shortColour, lowContrast]

  /// The contrast that WCAG 2.2 asks for of text of ordinary size (level AA).
  static let leastContrast = 4.5

  private static let notAColour = LintRule(
    "not-a-colour", "A colour is written #rgb or #rrggbb.",
    about: ["ui.design_tokens.colors"],
    reason: """
      The API takes any text for a colour, and the UI Kit silently shows black for what it cannot read: names of colours, \
      `rgb(…)`, digits without `#`, and colours with transparency.
      """,
    bad: """
      ui:
        design_tokens:
          colors:
            danger: red
      """,
    good: """
      ui:
        design_tokens:
          colors:
            danger: "#ff2d2d"
      """,
    .each { preset in
      allColours.flatMap { field -> [LintFinding] in
        guard let colour = preset[field], colour.rgb == nil else { return [] }
        let digits = RGB("#" + colour.text) == nil ? nil : "write \"#\(colour.text)\", in quotes"
        return preset.finding(
          at: field, "'\(colour.text)' is no colour that the UI Kit can read: it shows black",
          hint: digits ?? "write #rrggbb, in quotes")
      }
    })

  private static let shortColour = LintRule(
    "short-colour", "text_on_brand and video_bg have six digits.",
    about: ["ui.design_tokens.colors.text_on_brand", "ui.design_tokens.colors.video_bg"],
    reason: """
      The UI Kit reads `text_on_brand` and `video_bg` only in the long form `#rrggbb`. In the short form `#rgb` it does not take \
      them for colours. All other colours may have either form.
      """,
    bad: """
      ui:
        design_tokens:
          colors:
            video_bg: "#111"
      """,
    good: """
      ui:
        design_tokens:
          colors:
            video_bg: "#111111"
      """,
    .each { preset in
      let fields: [Field<Colour>] = [
        schema.ui.designTokens.colors.textOnBrand, schema.ui.designTokens.colors.videoBg,
      ]
      return fields.flatMap { field -> [LintFinding] in
        guard let colour = preset[field], colour.rgb != nil, colour.text.utf8.count == 4 else { return [] }
        let long = "#" + colour.text.dropFirst().map { "\($0)\($0)" }.joined()
        return preset.finding(
          at: field, "the UI Kit reads this colour only with six digits", hint: "write \"\(long)\"")
      }
    })

  private static let lowContrast = LintRule(
    "low-contrast", "Text can be read on what lies behind it.",
    about: [
      "ui.design_tokens.colors.text", "ui.design_tokens.colors.background", "ui.design_tokens.colors.video_bg",
      "ui.design_tokens.colors.text_on_brand", "ui.design_tokens.colors.brand.500",
    ],
    reason: """
      WCAG 2.2 asks that text has a contrast of at least 4.5 to 1 on its background (success criterion 1.4.3), or people with \
      weak eyes, and everyone in the sun, cannot read it. `text` is looked at on the five shades of `background` and on \
      `video_bg`, `text_on_brand` on `brand.500`.
      """,
    bad: """
      ui:
        design_tokens:
          colors:
            text: "#777777"
            video_bg: "#333333"
      """,
    good: """
      ui:
        design_tokens:
          colors:
            text: "#e6eeeb"
            video_bg: "#333333"
      """,
    .each { preset in
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
    _ preset: LintedPreset, of text: Field<Colour>, on grounds: [Field<Colour>]
  ) -> [LintFinding] {
    guard let colour = preset[text]?.rgb else { return [] }
    let pale = grounds.compactMap { ground -> (Field<Colour>, Double)? in
      guard let contrast = preset[ground]?.rgb?.contrast(with: colour), contrast < leastContrast else { return nil }
      return (ground, contrast)
    }
    guard !pale.isEmpty else { return [] }
    let words = pale.map { ground, contrast in
      "\(contrast.ratio) on \(ground.path.components.dropFirst(3).map(\.text).joined(separator: "."))"
    }
    return preset.finding(
      at: text,
      "'\(text.path.components.last?.text ?? "")' has a contrast of \(words.words), where \(leastContrast.ratio) is needed",
      hint: "choose a \(preset.lighterIsBetter(pale.map(\.0)) ? "lighter" : "darker") text, or other backgrounds",
      because: pale.map(\.0))
  }

  private static let allColours = [
    schema.ui.designTokens.colors.background.`1000`, schema.ui.designTokens.colors.background.`600`,
    schema.ui.designTokens.colors.background.`700`, schema.ui.designTokens.colors.background.`800`,
    schema.ui.designTokens.colors.background.`900`, schema.ui.designTokens.colors.brand.`300`,
    schema.ui.designTokens.colors.brand.`400`, schema.ui.designTokens.colors.brand.`500`,
    schema.ui.designTokens.colors.brand.`600`, schema.ui.designTokens.colors.brand.`700`,
    schema.ui.designTokens.colors.danger,
    schema.ui.designTokens.colors.success, schema.ui.designTokens.colors.text,
    schema.ui.designTokens.colors.textOnBrand,
    schema.ui.designTokens.colors.videoBg, schema.ui.designTokens.colors.warning,
  ]
}

extension LintedPreset {
  /// Whether light text is easier to read than dark text on the first of some backgrounds.
  fileprivate func lighterIsBetter(_ grounds: [Field<Colour>]) -> Bool {
    grounds.first.flatMap { self[$0]?.rgb }?.isDark == true
  }
}
