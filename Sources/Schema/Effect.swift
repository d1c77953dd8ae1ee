package import JSONValue

/// A consequence of a change beyond the value itself.
package enum Effect: String, Hashable, Sendable, CaseIterable {
  /// Gives participants more power, or lowers a barrier.
  case widens
  /// Takes power away, or raises a barrier.
  case narrows
  /// Changes what Cloudflare charges.
  case bills
}

extension FieldDeclaration {
  /// Returns the effects of changing the field, in a fixed order. An absent value has the lowest rank.
  package func effects(from before: JSON?, to after: JSON?) -> [Effect] {
    let ranks = (rank(of: before), rank(of: after))
    // Setting the value that an absent field already means, such as false, has no effect.
    if let old = ranks.0, old == ranks.1 { return [] }
    return effects.compactMap { effect in
      guard effect == .widens else { return effect }
      guard let old = ranks.0, let new = ranks.1 else { return nil }
      return new > old ? .widens : .narrows
    }
  }

  /// Returns how much power a value gives, from 0 for the least; nil if it does not rank.
  package func rank(of value: JSON?) -> Int? {
    guard let value else { return ranking.isEmpty ? nil : 0 }
    return ranking.firstIndex { $0.contains(value) }
  }
}
