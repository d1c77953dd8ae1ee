package import JSONValue

/// The fields below `ui`: the appearance of the room.
package struct UIFields: Sendable {
  package let designTokens = DesignTokens()
  package let configDiff = Field<JSON>(
    "ui.config_diff", "Changes to the configuration of the UI Kit. Not in the published schema.")

  /// The values from which the UI Kit derives its appearance.
  package struct DesignTokens: Sendable {
    package let borderRadius = Field<BorderRadius>(
      "ui.design_tokens.border_radius", required: true, "The style of corners.")
    package let borderWidth = Field<BorderWidth>(
      "ui.design_tokens.border_width", required: true, "The style of borders.")
    package let colors = Colors()
    package let spacingBase = Field<Double>(
      "ui.design_tokens.spacing_base", in: .init(minimum: 1), required: true, suggested: 4,
      "The spacing unit in pixels.")
    package let theme = Field<Theme>("ui.design_tokens.theme", required: true, "The base theme.")
    package let fontFamily = Field<String>(
      "ui.design_tokens.font_family", "A CSS font family. Overrides google_font.")
    package let googleFont = Field<String>(
      "ui.design_tokens.google_font", "The Google Fonts family that the UI Kit loads.")
    package let logo = Field<WebAddress>("ui.design_tokens.logo", "The URL of the logo; an empty string for no logo.")
  }

  /// The colors, as `#rgb` or `#rrggbb`.
  package struct Colors: Sendable {
    package let background = Background()
    package let brand = Brand()
    package let danger = Field<Color>(
      "ui.design_tokens.colors.danger", required: true, suggested: "#FF2D2D",
      "The color for errors and dangerous actions.")
    package let success = Field<Color>(
      "ui.design_tokens.colors.success", required: true, suggested: "#62A504", "The color for success.")
    package let text = Field<Color>(
      "ui.design_tokens.colors.text", required: true, suggested: "#EEEEEE", "The color of text on backgrounds.")
    package let textOnBrand = Field<Color>(
      "ui.design_tokens.colors.text_on_brand", required: true, suggested: "#EEEEEE",
      "The color of text on the brand color. Must have six digits.")
    package let videoBg = Field<Color>(
      "ui.design_tokens.colors.video_bg", required: true, suggested: "#191919",
      "The background of video tiles. Must have six digits.")
    package let warning = Field<Color>(
      "ui.design_tokens.colors.warning", required: true, suggested: "#FFCD07", "The color for warnings.")
  }

  /// Shades of the background. 1000 is the page itself.
  package struct Background: Sendable {
    package let `1000` = Field<Color>(
      "ui.design_tokens.colors.background.1000", required: true, suggested: "#141414", "The background of the page.")
    package let `600` = Field<Color>(
      "ui.design_tokens.colors.background.600", required: true, suggested: "#222222",
      "The background of raised surfaces, level 4.")
    package let `700` = Field<Color>(
      "ui.design_tokens.colors.background.700", required: true, suggested: "#1f1f1f",
      "The background of raised surfaces, level 3.")
    package let `800` = Field<Color>(
      "ui.design_tokens.colors.background.800", required: true, suggested: "#1b1b1b",
      "The background of raised surfaces, level 2.")
    package let `900` = Field<Color>(
      "ui.design_tokens.colors.background.900", required: true, suggested: "#181818",
      "The background of raised surfaces, level 1.")
  }

  /// Shades of the brand color. 500 is the main one.
  package struct Brand: Sendable {
    package let `300` = Field<Color>(
      "ui.design_tokens.colors.brand.300", required: true, suggested: "#844d1c", "The brand color, shade 300.")
    package let `400` = Field<Color>(
      "ui.design_tokens.colors.brand.400", required: true, suggested: "#9d5b22", "The brand color, shade 400.")
    package let `500` = Field<Color>(
      "ui.design_tokens.colors.brand.500", required: true, suggested: "#b56927",
      "The main brand color, used for buttons.")
    package let `600` = Field<Color>(
      "ui.design_tokens.colors.brand.600", required: true, suggested: "#d37c30",
      "The brand color, shade 600.")
    package let `700` = Field<Color>(
      "ui.design_tokens.colors.brand.700", required: true, suggested: "#d9904f",
      "The brand color, shade 700.")
  }
}
