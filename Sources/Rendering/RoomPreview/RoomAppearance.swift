import JSONValue
import OrderedCollections
import Schema

/// The visible effects of a preset's design tokens.
///
/// Colors are parsed, so no text from a preset reaches the style. Missing and invalid colors have their defaults.
struct RoomAppearance: Hashable {
  /// The colors in the order of `RoomColor`.
  private let colors: [RGB]
  let radius: BorderRadius
  let border: BorderWidth
  let theme: Theme
  /// The spacing unit in whole pixels, limited to the range that a preview can show.
  let gap: Int
  /// The spacing unit as set in the preset.
  let spacing: String
  /// The font family; nil if its name is not safe in CSS.
  let font: String?
  let hasLogo: Bool

  /// Returns nil if the preset has no design tokens.
  init?(_ preset: Preset) {
    guard preset["ui.design_tokens"]?.object?.isEmpty == false else { return nil }
    let colors = RoomColor.allCases.compactMap { color in
      preset[color.field]?.string.flatMap { RGB($0) }
        ?? PresetSchema.current.declaration(at: color.field)?.suggested?.string.flatMap { RGB($0) }
    }
    guard colors.count == RoomColor.allCases.count else { return nil }
    self.colors = colors
    radius = preset[\.ui.designTokens.borderRadius] ?? .rounded
    border = preset[\.ui.designTokens.borderWidth] ?? .thin
    theme = preset[\.ui.designTokens.theme] ?? .dark
    let unit = preset[\.ui.designTokens.spacingBase] ?? 4
    gap = Int(min(12, max(1, unit)).rounded())
    spacing = preset["ui.design_tokens.spacing_base"]?.text() ?? "4"
    let family = preset[\.ui.designTokens.fontFamily] ?? preset[\.ui.designTokens.googleFont]
    font = family.flatMap(Self.safeFamily)
    hasLogo = preset[\.ui.designTokens.logo].map { !$0.text.isEmpty } ?? false
  }

  /// Returns the first family of a list without quotes; nil if it has other characters than letters, digits, spaces,
  /// and hyphens.
  private static func safeFamily(_ text: String) -> String? {
    let first = text.prefix { $0 != "," }.filter { $0 != "\"" && $0 != "'" }.split(separator: " ").joined(
      separator: " ")
    let isPlain = first.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return isPlain && (1...60).contains(first.utf8.count) ? first : nil
  }

  /// The default font families, which the style of a page omits.
  static let families = "system-ui,sans-serif"

  /// The names of the CSS variables of an appearance.
  static let variableNames = RoomColor.allCases.map(\.rawValue) + ["od", "bd", "ff"]

  /// The values of the CSS variables, in the order of `variableNames`.
  var variableValues: [String] {
    let values = Dictionary(uniqueKeysWithValues: zip(RoomColor.allCases, colors))
    // No design token sets the text color on buttons in the danger color.
    let onDanger = values[values[.danger]?.isDark == true ? .textOnBrand : .page]
    let width =
      switch border {
      case .none: "0"
      case .thin: "1"
      case .fat: "2"
      }
    let family = (font.map { "'\($0)'," } ?? "") + Self.families
    return colors.map(\.hex) + [onDanger?.hex ?? "#000000", width, family]
  }

  /// A description of the appearance for readers who cannot see the preview.
  var words: String {
    let borders = border == .none ? "no borders" : "\(border.rawValue) borders"
    let corners = "\(radius.rawValue.replacingHyphens) corners"
    return "\(theme.rawValue.capitalizedFirst) theme, \(corners), \(borders), spacing \(spacing), "
      + "\(font ?? "default font"), \(hasLogo ? "logo" : "no logo")"
  }
}

extension String {
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? " " : $0 }) }
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
