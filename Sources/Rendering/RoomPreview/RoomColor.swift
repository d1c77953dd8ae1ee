import Manifests
import Schema

/// A color of a room preview, with its field, its display name, and the color that it is shown with.
///
/// The raw value is the name of a CSS variable. It is short, because a page can define hundreds of appearances.
enum RoomColor: String, Hashable, Sendable, CaseIterable {
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

  /// Creates the color of a field; nil if the field is not a color of a room.
  init?(_ field: FieldPath) {
    guard let color = Self.byField[field] else { return nil }
    self = color
  }

  private static let byField = Dictionary(uniqueKeysWithValues: allCases.map { ($0.field, $0) })

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

  /// The display name, which contains the key of the field.
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
    case .video: "Video background"
    case .danger: "Danger"
    case .success: "Success"
    case .warning: "Warning"
    }
  }

  /// The color that appears with this one, and the contrast between them that WCAG 2.2 requires.
  var contrastPartner: (color: RoomColor, minimum: Double) {
    switch self {
    case .page, .surface600, .surface700, .surface800, .surface900, .video: (.text, LintRule.minimumContrast)
    case .brand500: (.textOnBrand, LintRule.minimumContrast)
    case .brand300, .brand400, .brand600, .brand700: (.textOnBrand, 1)
    case .text: (.page, LintRule.minimumContrast)
    case .textOnBrand: (.brand500, LintRule.minimumContrast)
    // Symbols require less contrast than text (success criterion 1.4.11).
    case .danger, .success, .warning: (.page, 3)
    }
  }
}
