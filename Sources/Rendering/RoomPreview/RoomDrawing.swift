import Schema

/// A drawing of a meeting with tiles, chat, buttons, and a placeholder for the logo.
///
/// A drawing has shapes but no colors, so appearances that differ only in colors share it.
struct RoomDrawing: Hashable {
  private let gap: Int
  private let radius: BorderRadius
  private let hasLogo: Bool

  /// Creates the drawing of an appearance.
  init(_ look: RoomAppearance) {
    // Smaller steps are not visible.
    (gap, radius, hasLogo) = ((look.gap + 1) / 2 * 2, look.radius, look.hasLogo)
  }

  /// Returns the drawing as an SVG symbol, which a page can use several times.
  func symbol(id: String) -> HTML {
    """
    <symbol id="\(id)" viewBox="0 0 320 200"><g font-size="8">\(rectangle(0, 0, 320, 200, "pg"))\
    \(head)\(tiles)\(chat)\(controls)</g></symbol>
    """
  }

  // MARK: Parts

  private var head: HTML {
    let start = hasLogo ? gap + 40 : gap + 2
    let logo: HTML = """
      <rect x="\(gap + 1)" y="5" width="33" height="14" rx="2" fill="none" stroke="var(--tx)" stroke-dasharray="2"/>\
      <text x="\(gap + 9)" y="14.5" font-size="7" fill="var(--tx)">Logo</text>
      """
    return """
      \(hasLogo ? logo : "")\
      <text x="\(start)" y="15" font-size="9" font-weight="600" fill="var(--tx)">Weekly meeting</text>\
      <circle cx="286" cy="12" r="3" fill="var(--dg)"/><text x="292" y="15" fill="var(--tx)">REC</text>
      """
  }

  private var tiles: HTML {
    let width = (212 - 3 * gap) / 2
    let height = (146 - gap) / 2
    let people: [(String, String, String)] = [
      ("AK", "Ada", "ok"), ("BN", "Ben", "wn"), ("CH", "Chi", "ok"),
      ("DM", "Dana", "dg"),
    ]
    return .joined(
      people.enumerated().map { index, person in
        let (x, y) = (gap + index % 2 * (width + gap), 24 + index / 2 * (height + gap))
        let (across, down) = (x + width / 2, y + height / 2 - 4)
        // The speaker has a ring in the brand color.
        let ring: HTML = index == 0 ? stroke("br3", "2") : stroke("bg6")
        return """
          \(box(x, y, width, height, "vd", ring))\
          <circle cx="\(across)" cy="\(down)" r="15" fill="\(index == 0 ? "var(--br5)" : "var(--br6)")"/>\
          <text x="\(across)" y="\(down + 4)" font-size="10" text-anchor="middle" fill="var(--ob)">\(person.0)</text>\
          \(box(x + 4, y + height - 16, 38, 12, "bg9"))\
          <circle cx="\(x + 11)" cy="\(y + height - 10)" r="2.5" fill="var(--\(person.2))"/>\
          <text x="\(x + 16)" y="\(y + height - 7)" fill="var(--tx)">\(person.1)</text>
          """
      })
  }

  private var chat: HTML {
    let (x, width) = (212, 108 - gap)
    return """
      \(box(x, 24, width, 146, "bg9", stroke("bg6")))\
      <text x="\(x + 8)" y="38" font-size="9" font-weight="600" fill="var(--tx)">Chat</text>\
      \(box(x + 6, 46, width - 30, 20, "bg7"))\
      <text x="\(x + 12)" y="59" fill="var(--tx)">Hello, all!</text>\
      \(box(x + 22, 46 + 20 + gap, width - 28, 20, "br5"))\
      <text x="\(x + 28)" y="\(79 + gap)" fill="var(--ob)">Ready to start?</text>\
      <text x="\(x + 8)" y="\(105 + gap)" font-size="7" fill="var(--br4)">Poll: 3 of 4 voted</text>\
      \(box(x + 8, 109 + gap, width - 16, 6, "bg6"))\
      \(box(x + 8, 109 + gap, (width - 16) * 3 / 4, 6, "br7"))\
      \(box(x + 6, 148, width - 34, 16, "bg8", stroke("bg6")))\
      <text x="\(x + 12)" y="159" font-size="7" fill="var(--tx)">Message…</text>\
      \(box(x + width - 24, 148, 18, 16, "br5"))\
      <path d="M\(x + width - 18) 152l7 4-7 4z" fill="var(--ob)"/>
      """
  }

  private var controls: HTML {
    let buttons: [(String, Int, String, String)] = [
      ("Mute", 34, "bg7", "tx"), ("Video", 34, "bg7", "tx"),
      ("Share", 36, "bg7", "tx"), ("Raise hand", 54, "br5", "ob"),
      ("Leave", 38, "dg", "od"),
    ]
    let widths = buttons.map(\.1).reduce(0, +) + gap * (buttons.count - 1)
    var x = (320 - widths) / 2
    return .joined(
      buttons.enumerated().map { index, button in
        defer { x += button.1 + gap }
        let border: HTML = index < 3 ? stroke("bg6") : ""
        return """
          \(box(x, 177, button.1, 18, button.2, border))\
          <text x="\(x + button.1 / 2)" y="189" text-anchor="middle" fill="var(--\(button.3))">\(button.0)</text>
          """
      })
  }

  // MARK: Shapes

  /// Returns a rectangle with the corners of the appearance.
  private func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ fill: String, _ more: HTML = "") -> HTML {
    let round =
      switch radius {
      case .sharp: 0
      case .rounded: 4
      case .extraRounded: 8
      case .circular: 14
      }
    let corner = min(round, height / 2)
    let corners: HTML = corner > 0 ? " rx=\"\(corner)\"" : ""
    return rectangle(x, y, width, height, fill, "\(corners)\(more)")
  }

  private func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ fill: String, _ more: HTML = "") -> HTML {
    """
    <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)"\(more) fill="var(--\(fill))"/>
    """
  }

  /// Returns the stroke attributes of a shape. The default width is the border width of the appearance.
  private func stroke(_ color: String, _ width: String = "var(--bd)") -> HTML {
    " stroke=\"var(--\(color))\" stroke-width=\"\(width)\""
  }
}
