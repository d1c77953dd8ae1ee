import JSONValue
package import Schema

/// The reference of all fields as a Markdown page, generated from their declarations.
package enum FieldReference {
  /// The page `docs/fields.md`.
  package static func markdown(_ schema: PresetSchema = .current) -> String {
    let sections = ["config", "permissions", "ui"].map { section in
      let rows = schema.fields.filter { $0.path.section == ExactString(section) }.map(row)
      return "## `\(section)`\n\n| field | takes | on create | effect | meaning |\n| --- | --- | --- | --- | --- |\n"
        + rows.joined()
    }
    return introduction + sections.joined(separator: "\n") + plugins
  }

  private static let introduction = """
    # Fields

    All fields of a preset except `name`, in the API's order. This page is generated from the declarations in
    `Sources/Schema`; a test verifies that it is up to date.

    *Effect* is how plans label a change of the field: `widens` if it gives participants more power or lowers a barrier,
    `narrows` for the opposite, and `bills` if it changes what Cloudflare charges.


    """

  private static let plugins = """

    ## Entries of `permissions.plugins.config`

    | key | takes | effect | meaning |
    | --- | --- | --- | --- |

    """
    + PluginEntry.fields.map { "| `\($0.path)` | \(takes($0)) | \($0.effectDescription(code)) | \($0.meaning) |\n" }
    .joined()
    + "| any other | anything | | A plugin-specific setting, compared as a whole. |\n"

  private static func row(_ field: FieldDeclaration) -> String {
    "| `\(field.path)` | \(takes(field)) | \(field.presence(code)) | \(field.effectDescription(code)) | \(field.meaning) |\n"
  }

  private static func takes(_ field: FieldDeclaration) -> String {
    field.acceptedValues(code) + (field.type == .plugins ? ", see below" : "")
  }

  private static func code(_ text: String) -> String { "`\(text)`" }
}
