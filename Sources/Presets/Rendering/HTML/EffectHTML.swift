/// What a change means, as a sign, a word and a colour.
enum EffectHTML {
  /// The badge of an effect.
  static func badge(_ effect: Effect) -> HTML {
    "<b class=\(effect.rawValue)>\(effect.sign) \(effect.rawValue)</b> "
  }

  /// The badges of a change, of which the first has the colour of its row.
  static func badges(_ effects: [Effect]) -> HTML {
    guard let first = effects.first else { return "" }
    return "<b>\(first.sign) \(first.rawValue)</b>\(effects.dropFirst().map { " \(badge($0))" as HTML })"
  }
}

extension Effect {
  /// What stands for the effect beside its word.
  var sign: String {
    switch self {
    case .widens: "▲"
    case .narrows: "▼"
    case .bills: "$"
    }
  }
}
