import Schema

/// The badges of effects: a symbol and a word in a color.
enum EffectHTML {
  static func badge(_ effect: Effect) -> HTML {
    "<b class=\(effect.rawValue)>\(effect.symbol) \(effect.rawValue)</b> "
  }

  /// Returns the badges of a change. The first one has the color of its row.
  static func badges(_ effects: [Effect]) -> HTML {
    guard let first = effects.first else { return "" }
    return "<b>\(first.symbol) \(first.rawValue)</b>\(effects.dropFirst().map { " \(badge($0))" as HTML })"
  }
}

extension Effect {
  /// A symbol for the effect.
  var symbol: String {
    switch self {
    case .widens: "▲"
    case .narrows: "▼"
    case .bills: "$"
    }
  }
}
