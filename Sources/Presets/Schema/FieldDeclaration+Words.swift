/// What is known of a field, in words.
extension FieldDeclaration {
  /// What values the field takes.
  /// - Parameter quoted: Sets a value apart from the words around it.
  func takes(_ quoted: (String) -> String) -> String {
    switch type {
    case .choice(let words): words.map(quoted).joined(separator: ", ")
    case .colour: "a colour, \(quoted("#rgb")) or \(quoted("#rrggbb"))"
    case .webAddress: "an absolute http or https URL, or the empty string"
    case .wholeNumbers: "a list of whole numbers, or null"
    case .plugins:
      "a mapping from plugin ids to entries of "
        + PluginEntry.fields.map { quoted($0.path.description) }.joined(separator: ", ")
        + " and settings of the plugin's own"
    case .opaque: "anything, compared as a whole"
    case .boolean, .number, .wholeNumber, .text: type.words
    }
  }

  /// Whether the API wants the field on create, and what to take when in doubt.
  func presence(_ quoted: (String) -> String) -> String {
    let suggestion = suggested.map { ", \(isRequired ? "suggested" : "default") \(quoted($0.string ?? $0.text()))" }
    return (isRequired ? "required" : "optional") + (suggestion ?? "")
  }

  /// What changing the field can mean.
  func effectWords(_ quoted: (String) -> String) -> String {
    let steps = ladder.map { group in group.map { quoted($0.string ?? $0.text()) }.joined(separator: ", ") }
    return effects.map { $0 == .widens && !steps.isEmpty ? "widens: \(steps.joined(separator: " → "))" : $0.rawValue }
      .joined(separator: "; ")
  }
}
