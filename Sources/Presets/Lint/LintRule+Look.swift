// Parts of the look that do not go together.
extension LintRule {
  static let look = [themeMismatch, ignoredFont]

  private static let themeMismatch = LintRule(
    "theme-mismatch", "A light theme has light backgrounds, a dark one dark ones.",
    about: ["ui.design_tokens.theme", "ui.design_tokens.colors.background"],
    reason: """
      The theme is what the UI Kit starts from, and the shades of `background` are laid over it. Where all five of them are of \
      the other kind, one of the two was probably forgotten when the other was changed.
      """,
    bad: """
      ui:
        design_tokens:
          theme: light
      """,
    good: """
      ui:
        design_tokens:
          theme: dark
      """,
    .each { preset in
      let shades: [Field<Colour>] = [
        schema.ui.designTokens.colors.background.`1000`, schema.ui.designTokens.colors.background.`900`,
        schema.ui.designTokens.colors.background.`800`, schema.ui.designTokens.colors.background.`700`,
        schema.ui.designTokens.colors.background.`600`,
      ]
      let colours = shades.compactMap { preset[$0]?.rgb }
      guard let theme = preset[schema.ui.designTokens.theme], colours.count == shades.count,
        colours.allSatisfy({ $0.isDark == (theme == .light) })
      else { return [] }
      return preset.finding(
        at: schema.ui.designTokens.theme,
        "the theme is \(theme.rawValue), and all backgrounds are \(theme == .light ? "dark" : "light")",
        hint:
          "write \(preset.words(schema.ui.designTokens.theme, theme == .light ? "dark" : "light")), or change the backgrounds",
        because: [schema.ui.designTokens.colors.background.`1000`])
    })

  private static let ignoredFont = LintRule(
    "ignored-font", "One of font_family and google_font is enough.",
    about: ["ui.design_tokens.font_family", "ui.design_tokens.google_font"],
    reason: """
      Where both are set, `font_family` wins and `google_font` is ignored. Whoever changes the one that is ignored wonders why \
      nothing happens.
      """,
    bad: """
      ui:
        design_tokens:
          font_family: Inter, sans-serif
          google_font: Inter
      """,
    good: """
      ui:
        design_tokens:
          google_font: Inter
      """,
    .each { preset in
      guard preset[schema.ui.designTokens.fontFamily] != nil, preset[schema.ui.designTokens.googleFont] != nil else {
        return []
      }
      return preset.finding(
        at: schema.ui.designTokens.googleFont, "'google_font' is ignored, since 'font_family' is set as well",
        hint: "remove one of the two", because: [schema.ui.designTokens.fontFamily])
    })
}
