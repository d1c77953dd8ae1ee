import OrderedCollections

/// What a preset's design tokens make of the room, as far as a picture shows it.
///
/// Colours enter only as what screens show; what is no colour, and what is missing, is as the schema suggests.
struct RoomLook: Hashable {
  typealias ColourField = KeyPath<PresetSchema, Field<Colour>>

  let page: RGB
  /// The raised surfaces from 600 to 900.
  let surfaces: [RGB]
  /// The shades of the brand colour from 300 to 700.
  let brand: [RGB]
  let text: RGB
  let textOnBrand: RGB
  let video: RGB
  let danger: RGB
  let success: RGB
  let warning: RGB
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
    func colour(_ field: ColourField) -> RGB? {
      preset[field]?.rgb ?? PresetSchema.current[keyPath: field].declaration.suggested?.string.flatMap { RGB($0) }
    }
    let surfaces = [
      colour(\.ui.designTokens.colors.background.`600`), colour(\.ui.designTokens.colors.background.`700`),
      colour(\.ui.designTokens.colors.background.`800`), colour(\.ui.designTokens.colors.background.`900`),
    ].compactMap(\.self)
    let brand = [
      colour(\.ui.designTokens.colors.brand.`300`), colour(\.ui.designTokens.colors.brand.`400`),
      colour(\.ui.designTokens.colors.brand.`500`), colour(\.ui.designTokens.colors.brand.`600`),
      colour(\.ui.designTokens.colors.brand.`700`),
    ].compactMap(\.self)
    guard surfaces.count == 4, brand.count == 5,
      let page = colour(\.ui.designTokens.colors.background.`1000`), let text = colour(\.ui.designTokens.colors.text),
      let textOnBrand = colour(\.ui.designTokens.colors.textOnBrand),
      let video = colour(\.ui.designTokens.colors.videoBg), let danger = colour(\.ui.designTokens.colors.danger),
      let success = colour(\.ui.designTokens.colors.success), let warning = colour(\.ui.designTokens.colors.warning)
    else { return nil }
    (self.page, self.surfaces, self.brand, self.text, self.textOnBrand) = (page, surfaces, brand, text, textOnBrand)
    (self.video, self.danger, self.success, self.warning) = (video, danger, success, warning)
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

  /// The look as a rule of a style, which gives a drawing its colours. Names are short, as there may be hundreds of rules.
  func rule(class name: String) -> String {
    let colours: [(String, RGB)] = [
      ("pg", page), ("bg6", surfaces[0]), ("bg7", surfaces[1]), ("bg8", surfaces[2]),
      ("bg9", surfaces[3]), ("br3", brand[0]), ("br4", brand[1]), ("br5", brand[2]),
      ("br6", brand[3]), ("br7", brand[4]), ("tx", text), ("ob", textOnBrand), ("vd", video),
      ("dg", danger), ("ok", success), ("wn", warning),
      ("od", danger.isDark ? textOnBrand : page),
    ]
    let width =
      switch border {
      case .none: 0
      case .thin: 1
      case .fat: 2
      }
    let values = colours.map { "--\($0):\($1.hex);" }.joined()
    let family = font.map { ";font-family:'\($0)',system-ui,sans-serif" } ?? ""
    return ".\(name){\(values)--bd:\(width)\(family)}\n"
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
