import OrderedCollections
import Planning
import Schema

/// The distinct appearances in a plan, before and after. Each pair is one CSS rule, and pairs share drawings.
struct RoomAppearanceChanges {
  /// The appearance of a room before and after an operation. `before` is nil if the appearance does not change.
  struct Pair: Hashable {
    let before: RoomAppearance?
    let after: RoomAppearance

    /// Returns nil for a delete, and for a preset without design tokens.
    init?(_ operation: Operation, before: Preset?) {
      guard operation.action != .delete, let after = operation.result(from: before).flatMap(RoomAppearance.init) else {
        return nil
      }
      let old = before.flatMap(RoomAppearance.init)
      (self.before, self.after) = (old == after ? nil : old, after)
    }
  }

  private let pairs: OrderedSet<Pair>
  private let pictures: OrderedSet<RoomDrawing>

  init(_ plan: Plan) {
    pairs = OrderedSet(
      plan.operations.compactMap { operation in Pair(operation, before: operation.id.flatMap { plan.observed[$0] }) })
    pictures = OrderedSet(pairs.flatMap { [$0.before, $0.after].compactMap(\.self) }.map(RoomDrawing.init))
  }

  /// Returns the CSS class that sets the colors of a pair.
  func name(of pair: Pair) -> String { "look-\((pairs.firstIndex(of: pair) ?? 0) + 1)" }

  /// Returns the preview of an appearance.
  /// - Parameter label: The text for screen readers.
  func picture(_ look: RoomAppearance, label: String) -> HTML {
    """
    <svg class=room role=img aria-label="\(label)">\
    <use href="#r\((pictures.firstIndex(of: RoomDrawing(look)) ?? 0) + 1)"/></svg>
    """
  }

  /// The drawings as SVG symbols, which are invisible until a preview uses them.
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

extension RoomAppearanceChanges {
  /// The CSS of all pairs. Variables that begin with `o` are for the old appearance, with `n` for the new one.
  /// Unchanged values are set only once.
  var style: String {
    guard !pairs.isEmpty else { return "" }
    let names = RoomAppearance.variableNames
    let old = names.map { "--\($0):var(--o\($0));" }.joined()
    let new = names.map { "--\($0):var(--n\($0),var(--o\($0)));" }.joined()
    let rows = RoomColor.allCases.map { color in
      let name = color.rawValue
      return ".\(name){--was:var(--o\(name));--is:var(--n\(name),var(--o\(name)))}\n"
    }
    return ".old{\(old)}\n.new{\(new)}\n" + rows.joined()
      + pairs.enumerated().map { ".look-\($0 + 1){\($1.properties)}\n" }.joined()
  }
}

extension RoomAppearanceChanges.Pair {
  /// The CSS variables of both appearances.
  fileprivate var properties: String {
    let (old, new) = (before?.variableValues, after.variableValues)
    return RoomAppearance.variableNames.indices.map { index in
      let (name, was, value) = (RoomAppearance.variableNames[index], old?[index], new[index])
      let defaultFamilies = RoomAppearance.families
      let first = was.map { $0 == defaultFamilies ? "" : "--o\(name):\($0);" } ?? ""
      return (was ?? defaultFamilies) == value ? first : "\(first)--n\(name):\(value);"
    }.joined()
  }
}
