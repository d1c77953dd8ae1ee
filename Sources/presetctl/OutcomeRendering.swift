import Presets

/// Turns what a run has to show into text: one exhaustive switch over results and forms.
struct OutcomeRendering: Sendable {
  /// The folder that files are named from.
  let repository: RepositoryFolder
  /// What the run is for.
  let purpose: Purpose
  /// The name of the environment, as far as it is known.
  let environment: String

  /// The outcome in one of the forms.
  func text(
    _ outcome: Outcome, _ format: ReportFile.Format, ink: Ink = Ink(isOn: false), width: Int? = nil
  ) -> String {
    switch format {
    case .text: plainText(outcome, ink, width)
    case .json: json(outcome).text(.pretty)
    case .markdown: markdown(outcome).text(.comment)
    case .html: html(outcome)
    case .sarif: SARIF.json(outcome.diagnostics, failures: outcome.wordsWithoutPlace).text(.pretty)
    case .codeQuality: CodeQuality.json(outcome.diagnostics).text(.pretty)
    }
  }

  /// Diagnostics as text.
  func text(_ diagnostics: [Diagnostic], _ ink: Ink, _ width: Int? = nil) -> String {
    DiagnosticText(ink: ink, width: width, path: repository.pathFromWorkingDirectory).text(diagnostics)
  }

  /// A failure as text.
  func text(_ failure: Failure, _ ink: Ink, _ width: Int? = nil) -> String {
    let message = failure.lines[0].visible.wrapped(
      after: "error:", ink("error", .bold, .red) + ":", to: width, indent: 2)
    let lines = [message] + failure.lines.dropFirst().map(\.visible)
    return text(failure.diagnostics, ink, width) + lines.joined(separator: "\n") + "\n"
      + (failure.hint.map { hint($0, ink, width) } ?? "")
  }

  /// A hint as text.
  func hint(_ hint: String, _ ink: Ink, _ width: Int?) -> String {
    hint.visible.wrapped(after: "hint:", ink("hint", .cyan) + ":", to: width, indent: 2) + "\n"
  }

  private func plainText(_ outcome: Outcome, _ ink: Ink, _ width: Int?) -> String {
    switch outcome.result {
    case .plan(let plan): PlanText(ink: ink, width: width).text(plan)
    case .report(let report):
      PlanText(ink: ink, width: width).text(report.plan)
        + (report.entries.isEmpty ? "" : "\n" + ReportText(ink: ink, width: width).text(report))
    case .validation(let manifests):
      text(manifests.diagnostics, ink, width) + ValidationText(ink: ink).text(manifests)
    case .schema(let schema): schema.text(.pretty)
    case .checkup(let checkup): CheckupText(ink: ink, width: width).text(checkup)
    case .comparison(let comparison): ComparisonText(ink: ink, width: width).text(comparison)
    case .explanation(let explanation): ExplanationText(ink: ink, width: width).text(explanation)
    case .export(let report): ExportText(ink: ink, width: width).text(report)
    case .script(let script): script.text
    case .scaffold(let report): ExportText(ink: ink, width: width).text(report)
    case .matrix(let matrix): MatrixText(ink: ink, width: width).text(matrix)
    case .failure(let failure): text(failure, ink, width)
    }
  }

  private func json(_ outcome: Outcome) -> JSON {
    switch outcome.result {
    case .plan(let plan): plan.json
    case .report(let report): report.json
    case .validation(let manifests): manifests.json(path: repository.pathFromWorkingDirectory)
    case .schema(let schema): schema
    case .checkup(let checkup): checkup.json
    case .comparison(let comparison): comparison.json
    case .explanation(let explanation): explanation.json
    case .export(let report): report.json
    case .script(let script): script.json
    case .scaffold(let report): report.json
    case .matrix(let matrix): matrix.json
    case .failure(let failure): failure.json(path: repository.pathFromWorkingDirectory)
    }
  }

  private func html(_ outcome: Outcome) -> String {
    switch outcome.result {
    case .plan(let plan): PlanHTML.text(plan)
    case .report(let report): ReportHTML.text(report)
    case .validation(let manifests):
      DiagnosticHTML.text(
        title: purpose.title, headline: ValidationText(ink: Ink(isOn: false)).words(manifests), hint: nil,
        manifests.diagnostics)
    case .failure(let failure):
      DiagnosticHTML.text(
        title: purpose.title, headline: failure.lines[0], block: Array(failure.lines.dropFirst()), hint: failure.hint,
        failure.diagnostics)
    case .matrix(let matrix): matrix.html(title: purpose.title)
    case .schema, .checkup, .comparison, .explanation, .export, .scaffold, .script:
      DiagnosticHTML.text(title: purpose.title, plain: plainText(outcome, Ink(isOn: false), nil))
    }
  }

  /// The outcome as Markdown, whose length is then limited.
  func markdown(_ outcome: Outcome) -> MarkdownDocument {
    switch outcome.result {
    case .plan(let plan): PlanMarkdown.document(plan)
    case .report(let report): ReportMarkdown.document(report)
    case .validation(let manifests):
      DiagnosticMarkdown.document(
        purpose.document, environment, title: purpose.title,
        headline: ValidationText(ink: Ink(isOn: false)).words(manifests),
        isSuccess: !manifests.diagnostics.containsErrors, hint: nil, manifests.diagnostics)
    case .schema(let schema):
      MarkdownDocument(head: "```json\n\(schema.text(.pretty))```\n", columns: [], items: [], noun: "item")
    case .comparison(let comparison): comparison.markdown
    case .explanation(let explanation): explanation.markdown
    case .checkup(let checkup): checkup.markdown(marker: MarkdownText.marker(purpose.document, environment))
    case .export(let report): report.markdown(marker: MarkdownText.marker(purpose.document, environment))
    case .script(let script): script.markdown
    case .scaffold(let report): report.markdown(marker: MarkdownText.marker(purpose.document, environment))
    case .matrix(let matrix): matrix.markdown(marker: MarkdownText.marker(purpose.document, environment))
    case .failure(let failure):
      DiagnosticMarkdown.document(
        purpose.document, environment, title: purpose.title, headline: failure.lines[0],
        block: Array(failure.lines.dropFirst()), isSuccess: false, hint: failure.hint, failure.diagnostics)
    }
  }
}
