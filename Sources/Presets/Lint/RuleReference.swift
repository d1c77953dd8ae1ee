/// The reference of all lint rules as a Markdown page, made from their declarations.
public enum RuleReference {
  /// The page `docs/rules.md`.
  public static var markdown: String {
    introduction + LintRule.all.map { "| [`\($0.id)`](#\($0.id)) | \($0.level.rawValue) | \($0.title) |\n" }.joined()
      + LintRule.all.map(section).joined()
  }

  private static let introduction = """
    # Lint rules

    A preset can be valid and yet not what was meant. These rules look at what fields mean together; `validate`, `plan`
    and `apply` tell what they find, at the value in question. Only what manifests set is looked at, in every preset
    that is neither abstract nor absent, and without errors. A value that many presets inherit is told once.

    The project file says how grave a rule is taken: `off`, `note`, `warning` or `error`. Only an error ends a command (65).

    ```yaml
    lint: { hidden-publisher: error, kick-ends-meeting: warning }
    ```

    Rules across presets are left out where only some manifests are checked (`validate FILE`), and while a manifest has errors.
    This page is made from the declarations in `Sources/Presets/Lint`; a test keeps it fresh, and tries both examples of each
    rule.

    | rule | by default | what it asks for |
    | --- | --- | --- |

    """

  /// What the page says of one rule, as a document of its own.
  static func document(_ rule: LintRule) -> MarkdownDocument {
    MarkdownDocument(head: "#" + section(rule).trimmingPrefix("\n"), columns: [], items: [], noun: "")
  }

  private static func section(_ rule: LintRule) -> String {
    """

    ## `\(rule.id)`

    **\(rule.title)** By default: \(rule.level.rawValue).

    \(rule.reason)

    Told of:

    ```yaml
    \(rule.bad)
    ```

    Right:

    ```yaml
    \(rule.good)
    ```

    """
  }
}
