import Manifests

/// The reference of all lint rules as a Markdown page, generated from their declarations.
package enum LintRuleReference {
  /// The page `docs/rules.md`.
  package static var markdown: String {
    introduction + LintRule.all.map { "| [`\($0.id)`](#\($0.id)) | \($0.level.rawValue) | \($0.title) |\n" }.joined()
      + LintRule.all.map(section).joined()
  }

  private static let introduction = """
    # Lint rules

    Lint rules find presets that are valid but probably a mistake. `validate`, `plan`, and `apply` report the findings at the
    value in question. Rules check only fields that manifests set. Abstract and absent presets, and presets with errors, are
    skipped. A value that several presets inherit is reported once.

    Set the severity of a rule in the project file: `off`, `note`, `warning`, or `error`. Only errors stop a command, which
    then exits with 65.

    ```yaml
    lint: { hidden-publisher: error, kick-ends-meeting: warning }
    ```

    Rules that compare presets are skipped if only some manifests are checked (`validate FILE`), or if a manifest has errors.
    This page is generated from the declarations in `Sources/Manifests/Lint`. A test verifies the page and the examples of
    each rule.

    | rule | default | requirement |
    | --- | --- | --- |

    """

  /// Returns the section of one rule as a document.
  static func document(_ rule: LintRule) -> MarkdownDocument {
    MarkdownDocument(head: String(section(rule).trimmingPrefix("\n")), columns: [], items: [], noun: "")
  }

  private static func section(_ rule: LintRule) -> String {
    """

    ## `\(rule.id)`

    \(rule.title) Default: \(rule.level.rawValue).

    ### What it checks

    \(rule.checks)

    ### Why

    \(rule.reason)

    ### Fails

    ```yaml
    \(rule.failingExample)
    ```

    ### Passes

    ```yaml
    \(rule.passingExample)
    ```

    """
  }
}
