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

    """
    + PluginEntry.fields.map { "| `\($0.path)` | \(takes($0)) | \($0.effectWords(code)) | \($0.meaning) |\n" }.joined()
    + "| any other | anything | | A setting of the plugin's own, compared as a whole. |\n"

  private static func row(_ field: FieldDeclaration) -> String {
    "| `\(field.path)` | \(takes(field)) | \(field.presence(code)) | \(field.effectWords(code)) | \(field.meaning) |\n"
  }

  private static func takes(_ field: FieldDeclaration) -> String {
    field.takes(code) + (field.type == .plugins ? ", see below" : "")
  }

  private static func code(_ text: String) -> String { "`\(text)`" }
}
