/// A colour of a room: its place among the design tokens, its name for people, and what it is seen with.
///
/// The raw value is its name in the style of a page; it is short, as there may be hundreds of looks.
enum RoomColour: String, Hashable, Sendable, CaseIterable {
  case page = "pg"
  case surface600 = "bg6"
  case surface700 = "bg7"
  case surface800 = "bg8"
  case surface900 = "bg9"
  case brand300 = "br3"
  case brand400 = "br4"
  case brand500 = "br5"
  case brand600 = "br6"
  case brand700 = "br7"
  case text = "tx"
  case textOnBrand = "ob"
  case video = "vd"
  case danger = "dg"
  case success = "ok"
  case warning = "wn"

  /// The colour that a field holds; nil for a field that holds none.
  init?(_ field: FieldPath) {
    guard let colour = Self.byField[field] else { return nil }
    self = colour
  }

  private static let byField = Dictionary(uniqueKeysWithValues: allCases.map { ($0.field, $0) })

  /// Where it is set.
  var field: FieldPath {
    let colors = PresetSchema.current.ui.designTokens.colors
    return switch self {
    case .page: colors.background.`1000`.path
    case .surface600: colors.background.`600`.path
    case .surface700: colors.background.`700`.path
    case .surface800: colors.background.`800`.path
    case .surface900: colors.background.`900`.path
    case .brand300: colors.brand.`300`.path
    case .brand400: colors.brand.`400`.path
    case .brand500: colors.brand.`500`.path
    case .brand600: colors.brand.`600`.path
    case .brand700: colors.brand.`700`.path
    case .text: colors.text.path
    case .textOnBrand: colors.textOnBrand.path
    case .video: colors.videoBg.path
    case .danger: colors.danger.path
    case .success: colors.success.path
    case .warning: colors.warning.path
    }
  }

  /// What people call it, in which its name in a manifest can be recognised.
  var name: String {
    switch self {
    case .page: "Background 1000: page"
    case .surface600: "Background 600"
    case .surface700: "Background 700"
    case .surface800: "Background 800"
    case .surface900: "Background 900"
    case .brand300: "Brand 300"
    case .brand400: "Brand 400"
    case .brand500: "Brand 500: buttons"
    case .brand600: "Brand 600"
    case .brand700: "Brand 700"
    case .text: "Text"
    case .textOnBrand: "Text on brand"
    case .video: "Behind videos"
    case .danger: "Danger"
    case .success: "Success"
    case .warning: "Warning"
    }
  }

  /// The colour on, or behind, which it is seen, and the contrast that WCAG 2.2 then asks for.
  var partner: (colour: RoomColour, least: Double) {
    switch self {
    case .page, .surface600, .surface700, .surface800, .surface900, .video: (.text, LintRule.leastContrast)
    case .brand500: (.textOnBrand, LintRule.leastContrast)
    case .brand300, .brand400, .brand600, .brand700: (.textOnBrand, 1)
    case .text: (.page, LintRule.leastContrast)
    case .textOnBrand: (.brand500, LintRule.leastContrast)
    // Signs need less than text does (success criterion 1.4.11).
    case .danger, .success, .warning: (.page, 3)
    }
  }
}
