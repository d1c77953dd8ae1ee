/// What a change means, as a sign, a word and a colour.
enum EffectHTML {
  /// The badge of an effect.
  static func badge(_ effect: Effect) -> HTML {
    let sign =
      switch effect {
      case .widens: "▲"
      case .narrows: "▼"
      case .bills: "$"
      }
    return
      "<b class=\"\(effect.rawValue)\">\(sign) \(effect.rawValue)</b> "
  }
}
