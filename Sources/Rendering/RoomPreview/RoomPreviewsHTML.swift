/// The preview of a preset's room, or two previews side by side if its appearance changes.
struct RoomPreviewsHTML {
  let name: String
  let isNew: Bool
  let pair: RoomAppearanceChanges.Pair
  let looks: RoomAppearanceChanges

  var html: HTML {
    guard let old = pair.before else {
      return "<div class=rooms>\(figure(pair.after, isNew ? "Room" : "Room (unchanged)"))</div>\n"
    }
    let description = old.words == pair.after.words ? "same layout, different colors" : pair.after.words
    return "<div class=rooms>\(figure(old, "Before", style: "old"))\(figure(pair.after, "After", description))</div>\n"
  }

  private func figure(_ look: RoomAppearance, _ title: String, _ description: String? = nil, style: String = "new")
    -> HTML
  {
    """
    <figure class=\(style)>\(looks.picture(look, label: "\(title) preview for \(name)"))
    <figcaption><b>\(title)</b> \(description ?? look.words)</figcaption></figure>

    """
  }
}
