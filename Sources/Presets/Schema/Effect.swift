/// What a change means beyond the value itself.
public enum Effect: String, Hashable, Sendable, CaseIterable {
  /// Gives participants more power, or lowers a barrier.
  case widens
  /// Takes power away, or raises a barrier.
  case narrows
  /// Changes what Cloudflare charges.
  case bills
}

extension FieldDeclaration {
  /// The effects of changing the field, in a fixed order. An absent value ranks with the least power.
  public func effects(from before: JSON?, to after: JSON?) -> [Effect] {
    let ranks = (rank(before), rank(after))
    // Writing down what was so already, such as false where nothing was, has no effect at all.
    if let old = ranks.0, old == ranks.1 { return [] }
    return effects.compactMap { effect in
      guard effect == .widens else { return effect }
      guard let old = ranks.0, let new = ranks.1 else { return nil }
      return new > old ? .widens : .narrows
    }
  }

  /// How much power a value gives, from 0 for the least; nil where that cannot be told.
  func rank(_ value: JSON?) -> Int? {
    guard let value else { return ladder.isEmpty ? nil : 0 }
    return ladder.firstIndex { $0.contains(value) }
  }
}
