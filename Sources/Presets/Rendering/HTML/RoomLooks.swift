import OrderedCollections

/// The different looks of a plan's rooms, before and after: each pair is a rule of the style, and shares its drawings with others.
struct RoomLooks {
  /// What a room looks like before, if that differs, and afterwards.
  struct Pair: Hashable {
    let before: RoomLook?
    let after: RoomLook

    /// The looks of an operation; nil where it leaves no room.
    init?(_ operation: Operation, before: Preset?) {
      guard operation.action != .delete, let after = operation.outcome(from: before).flatMap(RoomLook.init) else {
        return nil
      }
      let old = before.flatMap(RoomLook.init)
      (self.before, self.after) = (old == after ? nil : old, after)
    }
  }

  private let pairs: OrderedSet<Pair>
  private let pictures: OrderedSet<RoomPicture>

  init(_ plan: Plan) {
    pairs = OrderedSet(
      plan.operations.compactMap { operation in Pair(operation, before: operation.id.flatMap { plan.observed[$0] }) })
    pictures = OrderedSet(pairs.flatMap { [$0.before, $0.after].compactMap(\.self) }.map(RoomPicture.init))
  }

  /// The class by which the style gives what it holds the colours of a pair.
  func name(of pair: Pair) -> String { "look-\((pairs.firstIndex(of: pair) ?? 0) + 1)" }

  /// A look as a picture.
  /// - Parameter label: What it shows, for those who cannot see it.
  func picture(_ look: RoomLook, label: String) -> HTML {
    """
    <svg class=room role=img aria-label="\(label)">\
    <use href="#r\((pictures.firstIndex(of: RoomPicture(look)) ?? 0) + 1)"/></svg>
    """
  }

  /// All drawings, which show nothing before something refers to them.
  var symbols: HTML {
    guard !pictures.isEmpty else { return "" }
    let symbols = pictures.enumerated().map { $1.symbol(id: "r\($0 + 1)") }
    return """
      <svg class="symbols" width="0" height="0" aria-hidden="true">
      \(HTML.joined(symbols, by: "\n"))
      </svg>

      """
  }
}

extension RoomLooks {
  /// The colours of all pairs. Names that begin with `o` are of the old look, with `n` of the new one; pictures and rows take
  /// what they need of them. What does not change is said once.
  var style: String {
    guard !pairs.isEmpty else { return "" }
    let names = RoomLook.styleNames
    let old = names.map { "--\($0):var(--o\($0));" }.joined()
    let new = names.map { "--\($0):var(--n\($0),var(--o\($0)));" }.joined()
    let rows = RoomColour.allCases.map { colour in
      let name = colour.rawValue
      return ".\(name){--was:var(--o\(name));--is:var(--n\(name),var(--o\(name)))}\n"
    }
    return ".old{\(old)}\n.new{\(new)}\n" + rows.joined()
      + pairs.enumerated().map { ".look-\($0 + 1){\($1.properties)}\n" }.joined()
  }
}

extension RoomLooks.Pair {
  /// The values of both looks.
  fileprivate var properties: String {
    let (old, new) = (before?.styleValues, after.styleValues)
    return RoomLook.styleNames.indices.map { index in
      let (name, was, value) = (RoomLook.styleNames[index], old?[index], new[index])
      let usual = RoomLook.families
      let first = was.map { $0 == usual ? "" : "--o\(name):\($0);" } ?? ""
      return (was ?? usual) == value ? first : "\(first)--n\(name):\(value);"
    }.joined()
  }
}
