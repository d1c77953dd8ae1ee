import Diagnostics
package import Planning

/// A doctor report as text.
struct DoctorText {
  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// Returns the checks, the behavior of the API, and a summary.
  func text(_ report: DoctorReport) -> String {
    var lines = report.checks.flatMap(check)
    if let findings = report.findings, let emulation = report.emulation {
      lines += ["", style("API behavior", .bold), ""] + findings.flatMap(finding)
      lines +=
        [""] + "To reproduce this behavior with the local API:".wrapped(to: width, indent: 0) + ["", "  \(emulation)"]
    }
    let hasPassed = report.count(.failed) == 0
    let words = report.headline.wrapped(to: width, indent: 2).joined(separator: "\n")
    return (lines + ["", style(words, .bold, hasPassed ? .green : .red)]).joined(separator: "\n") + "\n"
  }

  private func check(_ check: DoctorReport.Check) -> [String] {
    let start = "\(check.outcome.symbol) \(check.outcome.rawValue.padded(to: 8))"
    let indent = start.columns + 2
    var lines = "\(start)\(check.name): \(check.message.visible)".wrapped(to: width, indent: indent)
    lines[0] = color(start, check.outcome) + lines[0].dropFirst(start.count)
    if let hint = check.hint {
      let space = String(repeating: " ", count: indent - 1)
      lines += "\(space)hint: \(hint.visible)".wrapped(to: width, indent: indent + 5)
    }
    return lines
  }

  private func finding(_ finding: DoctorReport.Finding) -> [String] {
    "  \(finding.name): \(finding.found.visible)".wrapped(to: width, indent: 6)
      + "      \(finding.assumption)".wrapped(to: width, indent: 6).map { style($0, .faint) }
  }

  private func color(_ text: String, _ outcome: DoctorReport.Check.Outcome) -> String {
    switch outcome {
    case .ok: style(text, .green)
    case .warning: style(text, .bold, .yellow)
    case .failed: style(text, .bold, .red)
    case .skipped: style(text, .faint)
    }
  }
}

extension DoctorReport.Check.Outcome {
  /// A symbol for the outcome.
  fileprivate var symbol: String {
    switch self {
    case .ok: "✓"
    case .warning: "!"
    case .failed: "✗"
    case .skipped: "-"
    }
  }
}

extension DoctorReport {
  /// Returns the report as Markdown, for bug reports.
  /// - Parameter marker: The first line of the document.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(count(.failed) == 0 ? "✅" : "❌") presetctl doctor

      **\(MarkdownText.prose(headline))** presetctl \(Version.tool)

      """
    let rows = (findings ?? []).map { finding in
      MarkdownDocument.row([
        MarkdownText.code(finding.name), MarkdownText.code(finding.found), MarkdownText.prose(finding.assumption),
      ])
    }
    let table =
      rows.isEmpty
      ? ""
      : "\n#### API behavior\n\n| behavior | found | assumption |\n| --- | --- | --- |\n"
        + rows.joined()
        + "\nTo reproduce this behavior with the local API, run \(MarkdownText.code(emulation ?? "", length: 2_000)).\n"
    return MarkdownDocument(
      head: head, columns: ["", "check", "result"],
      items: checks.map { check in
        let hint = check.hint.map { "<br>\(MarkdownText.prose($0))" } ?? ""
        return .init(
          row: MarkdownDocument.row([
            "\(check.outcome.symbol) \(check.outcome.rawValue)", check.name, MarkdownText.prose(check.message) + hint,
          ]))
      }, tail: table, noun: "check")
  }
}
