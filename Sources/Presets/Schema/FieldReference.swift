/// The reference of all fields as a Markdown page, made from their declarations.
public enum FieldReference {
  /// The page `docs/fields.md`.
  public static func markdown(_ schema: PresetSchema = .current) -> String {
    let sections = ["config", "permissions", "ui"].map { section in
      let rows = schema.fields.filter { $0.path.section == ExactString(section) }.map(row)
      return "## `\(section)`\n\n| field | takes | on create | effect | meaning |\n| --- | --- | --- | --- | --- |\n"
        + rows.joined()
    }
    return introduction + sections.joined(separator: "\n") + plugins
  }

  private static let introduction = """
    # Fields

    Everything a preset consists of, in the API's order, beside its `name`. This page is made from the declarations in
    `Sources/Presets/Schema`; a test keeps it fresh.

    *Effect* is what a plan says of a change: `widens` when it gives participants more power or lowers a barrier
    (`narrows` for the opposite), `bills` when it changes what Cloudflare charges.


    """

  private static let plugins = """

    ## Entries of `permissions.plugins.config`

    | key | takes | effect | meaning |
    | --- | --- | --- | --- |

    """ + PluginEntry.fields.map { "| `\($0.path)` | \(takes($0)) | \(effects($0)) | \($0.meaning) |\n" }.joined()
    + "| any other | anything | | A setting of the plugin's own, compared as a whole. |\n"

  private static func row(_ field: FieldDeclaration) -> String {
    let presence = field.isRequired ? "required" : "optional"
    let suggestion = field.suggested.map {
      ", \(field.isRequired ? "suggested" : "default") `\($0.string ?? $0.text())`"
    }
    return
      "| `\(field.path)` | \(takes(field)) | \(presence)\(suggestion ?? "") | \(effects(field)) | \(field.meaning) |\n"
  }

  private static func takes(_ field: FieldDeclaration) -> String {
    switch field.type {
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .colour: "a colour, `#rgb` or `#rrggbb`"
    case .webAddress: "an absolute http or https URL, or the empty string"
    case .wholeNumbers: "a list of whole numbers, or null"
    case .plugins: "a mapping from plugin ids to entries, see below"
    case .opaque: "anything, compared as a whole"
    case .boolean, .number, .wholeNumber, .text: field.type.words
    }
  }

  private static func effects(_ field: FieldDeclaration) -> String {
    field.effects.map { $0 == .widens && !field.ladder.isEmpty ? "widens: \(ladder(field))" : $0.rawValue }
      .joined(separator: "; ")
  }

  private static func ladder(_ field: FieldDeclaration) -> String {
    let words = field.ladder.map { group in
      group.map { "`\($0.string ?? $0.text())`" }.joined(separator: ", ")
    }
    return words.joined(separator: " → ")
  }
}
