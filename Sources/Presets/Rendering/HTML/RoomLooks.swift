import OrderedCollections

/// The different looks of a plan's rooms: each has its colours as a rule of the style, and shares its drawing with others.
struct RoomLooks {
  private let looks: OrderedSet<RoomLook>
  private let pictures: OrderedSet<RoomPicture>

  init(_ plan: Plan) {
    looks = OrderedSet(
      plan.operations.filter { $0.action != .delete }.flatMap { operation in
        let before = operation.id.flatMap { plan.observed[$0] }
        return [before, operation.outcome(from: before)].compactMap { $0.flatMap(RoomLook.init) }
      })
    pictures = OrderedSet(looks.map(RoomPicture.init))
  }

  /// A look as a picture.
  /// - Parameter label: What it shows, for those who cannot see it.
  func picture(_ look: RoomLook, label: String) -> HTML {
    """
    <svg class="room look-\((looks.firstIndex(of: look) ?? 0) + 1)" viewBox="0 0 320 200" role="img" aria-label="\(label)">\
    <use href="#room-\((pictures.firstIndex(of: RoomPicture(look)) ?? 0) + 1)"/></svg>
    """
  }

  /// The colours of all looks.
  var style: String {
    looks.enumerated().map { $1.rule(class: "look-\($0 + 1)") }.joined()
  }

  /// All drawings, which show nothing before something refers to them.
  var symbols: HTML {
    guard !pictures.isEmpty else { return "" }
    let symbols = pictures.enumerated().map { $1.symbol(id: "room-\($0 + 1)") }
    return """
      <svg class="symbols" width="0" height="0" aria-hidden="true">
      \(HTML.joined(symbols, by: "\n"))
      </svg>

      """
  }
}
