import Schema

// Rules about settings of the appearance that contradict each other.
extension LintRule {
  static let appearance = [themeMismatch, ignoredFont]

  private static let themeMismatch = LintRule(
    "theme-mismatch", "The theme must match the brightness of the backgrounds.",
    fields: ["ui.design_tokens.theme", "ui.design_tokens.colors.background"],
    checks: """
      Presets in which `theme` is `light` but all five shades of `background` are dark, or the reverse.
      """,
    reason: """
      The theme is the base of the design, and the shades of `background` override it. If they contradict each other, \
      one of them was probably forgotten when the other was changed.
      """,
    failingExample: """
      ui:
        design_tokens:
          theme: light
      """,
    passingExample: """
      ui:
        design_tokens:
          theme: dark
      """,
    .perPreset { preset in
      let shades: [Field<Color>] = [
        schema.ui.designTokens.colors.background.`1000`, schema.ui.designTokens.colors.background.`900`,
        schema.ui.designTokens.colors.background.`800`, schema.ui.designTokens.colors.background.`700`,
        schema.ui.designTokens.colors.background.`600`,
      ]
      let colors = shades.compactMap { preset[$0]?.rgb }
      guard let theme = preset[schema.ui.designTokens.theme], colors.count == shades.count,
        colors.allSatisfy({ $0.isDark == (theme == .light) })
      else { return [] }
      return preset.finding(
        at: schema.ui.designTokens.theme,
        "the theme is \(theme.rawValue), but all backgrounds are \(theme == .light ? "dark" : "light")",
        hint: "set \(preset.setting(schema.ui.designTokens.theme, theme == .light ? "dark" : "light")), "
          + "or change the backgrounds",
        explainedBy: [schema.ui.designTokens.colors.background.`1000`])
    })

  private static let ignoredFont = LintRule(
    "ignored-font", "Set either 'font_family' or 'google_font', not both.",
    fields: ["ui.design_tokens.font_family", "ui.design_tokens.google_font"],
    checks: """
      Presets that set both `font_family` and `google_font`.
      """,
    reason: """
      If both are set, the UI Kit uses `font_family` and ignores `google_font`, so that changes to `google_font` have \
      no effect.
      """,
    failingExample: """
      ui:
        design_tokens:
          font_family: Inter, sans-serif
          google_font: Inter
      """,
    passingExample: """
      ui:
        design_tokens:
          google_font: Inter
      """,
    .perPreset { preset in
      guard preset[schema.ui.designTokens.fontFamily] != nil, preset[schema.ui.designTokens.googleFont] != nil else {
        return []
      }
      return preset.finding(
        at: schema.ui.designTokens.googleFont, "'google_font' is ignored: 'font_family' is also set",
        hint: "remove one of the two fields", explainedBy: [schema.ui.designTokens.fontFamily])
    })
}
