import OrderedCollections

/// What a preset's design tokens make of the room, as far as a picture shows it.
///
/// Colours enter only as what screens show; what is no colour, and what is missing, is as the schema suggests.
struct RoomLook: Hashable {
  /// The colours in the order of `RoomColour`.
  private let colours: [RGB]
  let radius: BorderRadius
  let border: BorderWidth
  let theme: Theme
  /// The unit of spacing in whole pixels, within what a picture has room for.
  let gap: Int
  /// The unit of spacing as it is written.
  let spacing: String
  /// The font's family, if its name is harmless.
  let font: String?
  let hasLogo: Bool

  /// The look of a preset; nil where it says nothing of its look.
  init?(_ preset: Preset) {
    guard preset["ui.design_tokens"]?.object?.isEmpty == false else { return nil }
    let colours = RoomColour.allCases.compactMap { colour in
      preset[colour.field]?.string.flatMap { RGB($0) }
        ?? PresetSchema.current.declaration(at: colour.field)?.suggested?.string.flatMap { RGB($0) }
    }
    guard colours.count == RoomColour.allCases.count else { return nil }
    self.colours = colours
    radius = preset[\.ui.designTokens.borderRadius] ?? .rounded
    border = preset[\.ui.designTokens.borderWidth] ?? .thin
    theme = preset[\.ui.designTokens.theme] ?? .dark
    let unit = preset[\.ui.designTokens.spacingBase] ?? 4
    gap = Int(min(12, max(1, unit)).rounded())
    spacing = preset["ui.design_tokens.spacing_base"]?.text() ?? "4"
    let family = preset[\.ui.designTokens.fontFamily] ?? preset[\.ui.designTokens.googleFont]
    font = family.flatMap(Self.harmlessFamily)
    hasLogo = preset[\.ui.designTokens.logo].map { !$0.text.isEmpty } ?? false
  }

  /// The first family of a list, unquoted; nil where it has anything but letters, digits, spaces and hyphens.
  private static func harmlessFamily(_ text: String) -> String? {
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

  /// The families of a room that names none, which need not be said.
  static let families = "system-ui,sans-serif"

  /// The names of everything that a style takes of a look.
  static let styleNames = RoomColour.allCases.map(\.rawValue) + ["od", "bd", "ff"]

  /// What a style takes of the look, in the order of the names.
  var styleValues: [String] {
    let values = Dictionary(uniqueKeysWithValues: zip(RoomColour.allCases, colours))
    // What stands on the colour of danger is not declared.
    let onDanger = values[values[.danger]?.isDark == true ? .textOnBrand : .page]
    let width =
      switch border {
      case .none: "0"
      case .thin: "1"
      case .fat: "2"
      }
    let family = (font.map { "'\($0)'," } ?? "") + Self.families
    return colours.map(\.hex) + [onDanger?.hex ?? "#000000", width, family]
  }

  /// The look in words: what a picture does not tell to those who cannot see it, or not clearly.
  var words: String {
    let borders = border == .none ? "no borders" : "\(border.rawValue) borders"
    let corners = "\(radius.rawValue.replacingHyphens) corners"
    return "\(theme.rawValue.capitalizedFirst) theme, \(corners), \(borders), spacing \(spacing), "
      + "\(font ?? "the default font"), \(hasLogo ? "with a logo" : "no logo")"
  }
}

extension String {
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? " " : $0 }) }
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
