/// The pictures of a preset's room: one, or two side by side where the look changes.
struct RoomsHTML {
  let name: String
  let isNew: Bool
  let pair: RoomLooks.Pair
  let looks: RoomLooks

  /// The pictures.
  var html: HTML {
    guard let old = pair.before else {
      return "<div class=rooms>\(figure(pair.after, isNew ? "The room" : "The room, which looks as before"))</div>\n"
    }
    let words = old.words == pair.after.words ? "the same shapes in other colours" : pair.after.words
    return "<div class=rooms>\(figure(old, "Before", style: "old"))\(figure(pair.after, "After", words))</div>\n"
  }

  private func figure(_ look: RoomLook, _ title: String, _ words: String? = nil, style: String = "new") -> HTML {
    """
    <figure class=\(style)>\(looks.picture(look, label: "\(title): a meeting of \(name)"))
    <figcaption><b>\(title)</b> \(words ?? look.words)</figcaption></figure>

    """
  }
}
