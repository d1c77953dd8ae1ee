/// The fields below `ui`: how the room looks.
public struct UIFields: Sendable {
  public let designTokens = DesignTokens()
  public let configDiff = Field<JSON>(
    "ui.config_diff", "Changes to the UI Kit's configuration, outside the published schema.")

  /// The look that the UI Kit derives everything from.
  public struct DesignTokens: Sendable {
    public let borderRadius = Field<BorderRadius>(
      "ui.design_tokens.border_radius", required: true, "How corners are drawn.")
    public let borderWidth = Field<BorderWidth>(
      "ui.design_tokens.border_width", required: true, "How borders are drawn.")
    public let colors = Colors()
    public let spacingBase = Field<Double>(
      "ui.design_tokens.spacing_base", in: .init(minimum: 1), required: true, suggested: 4,
      "The unit of spacing in pixels.")
    public let theme = Field<Theme>("ui.design_tokens.theme", required: true, "The theme to start from.")
    public let fontFamily = Field<String>(
      "ui.design_tokens.font_family", "A CSS font family; wins over google_font.")
    public let googleFont = Field<String>(
      "ui.design_tokens.google_font", "A Google Fonts family that the UI Kit loads.")
    public let logo = Field<WebAddress>("ui.design_tokens.logo", "The logo's URL; empty for no logo.")
  }

  /// The colours, as `#rgb` or `#rrggbb`.
  public struct Colors: Sendable {
    public let background = Background()
    public let brand = Brand()
    public let danger = Field<Colour>(
      "ui.design_tokens.colors.danger", required: true, suggested: "#FF2D2D", "The colour of danger.")
    public let success = Field<Colour>(
      "ui.design_tokens.colors.success", required: true, suggested: "#62A504", "The colour of success.")
    public let text = Field<Colour>(
      "ui.design_tokens.colors.text", required: true, suggested: "#EEEEEE", "Text on backgrounds.")
    public let textOnBrand = Field<Colour>(
      "ui.design_tokens.colors.text_on_brand", required: true, suggested: "#EEEEEE",
      "Text on the brand colour; six digits.")
    public let videoBg = Field<Colour>(
      "ui.design_tokens.colors.video_bg", required: true, suggested: "#191919",
      "Behind videos; six digits.")
    public let warning = Field<Colour>(
      "ui.design_tokens.colors.warning", required: true, suggested: "#FFCD07", "The colour of warnings.")
  }

  /// Shades of the background, 1000 the outermost.
  public struct Background: Sendable {
    public let `1000` = Field<Colour>(
      "ui.design_tokens.colors.background.1000", required: true, suggested: "#141414", "The page itself.")
    public let `600` = Field<Colour>(
      "ui.design_tokens.colors.background.600", required: true, suggested: "#222222", "Raised surfaces, highest.")
    public let `700` = Field<Colour>(
      "ui.design_tokens.colors.background.700", required: true, suggested: "#1f1f1f", "Raised surfaces, high.")
    public let `800` = Field<Colour>(
      "ui.design_tokens.colors.background.800", required: true, suggested: "#1b1b1b", "Raised surfaces.")
    public let `900` = Field<Colour>(
      "ui.design_tokens.colors.background.900", required: true, suggested: "#181818", "Raised surfaces, low.")
  }

  /// Shades of the brand colour, 500 the main one.
  public struct Brand: Sendable {
    public let `300` = Field<Colour>(
      "ui.design_tokens.colors.brand.300", required: true, suggested: "#844d1c", "The brand colour, two shades off.")
    public let `400` = Field<Colour>(
      "ui.design_tokens.colors.brand.400", required: true, suggested: "#9d5b22", "The brand colour, a shade off.")
    public let `500` = Field<Colour>(
      "ui.design_tokens.colors.brand.500", required: true, suggested: "#b56927", "The brand colour: buttons.")
    public let `600` = Field<Colour>(
      "ui.design_tokens.colors.brand.600", required: true, suggested: "#d37c30",
      "The brand colour, a shade the other way.")
    public let `700` = Field<Colour>(
      "ui.design_tokens.colors.brand.700", required: true, suggested: "#d9904f",
      "The brand colour, two shades the other way.")
  }
}
