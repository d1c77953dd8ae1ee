import OrderedCollections

/// A checkup as text.
package struct CheckupText {
  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// The whole checkup, ended by its result.
  package func text(_ checkup: Checkup) -> String {
    var lines = checkup.checks.flatMap(check)
    if let findings = checkup.findings, let emulation = checkup.emulation {
      lines += ["", ink("How this API behaves", .bold), ""] + findings.flatMap(finding)
      lines += ["", "The local API behaves so with:", "", "  \(emulation)"]
    }
    let isFine = checkup.count(.failed) == 0
    let words = checkup.words.wrapped(to: width, indent: 2).joined(separator: "\n")
    return (lines + ["", ink(words, .bold, isFine ? .green : .red)]).joined(separator: "\n") + "\n"
  }

  private func check(_ check: Checkup.Check) -> [String] {
    let start = "\(check.outcome.sign) \(check.outcome.rawValue.padded(to: 8))"
    let indent = start.columns + 2
    var lines = "\(start)\(check.name): \(check.message.visible)".wrapped(to: width, indent: indent)
    lines[0] = colour(start, check.outcome) + lines[0].dropFirst(start.count)
    if let hint = check.hint {
      let space = String(repeating: " ", count: indent - 1)
      lines += "\(space)hint: \(hint.visible)".wrapped(to: width, indent: indent + 5)
    }
    return lines
  }

  private func finding(_ finding: Checkup.Finding) -> [String] {
    "  \(finding.name): \(finding.found.visible)".wrapped(to: width, indent: 6)
      + "      \(finding.assumption)".wrapped(to: width, indent: 6).map { ink($0, .faint) }
  }

  private func colour(_ text: String, _ outcome: Checkup.Check.Outcome) -> String {
    switch outcome {
    case .ok: ink(text, .green)
    case .warning: ink(text, .bold, .yellow)
    case .failed: ink(text, .bold, .red)
    case .skipped: ink(text, .faint)
    }
  }
}

extension Checkup.Check.Outcome {
  /// The sign that stands before the word.
  fileprivate var sign: String {
    switch self {
    case .ok: "✓"
    case .warning: "!"
    case .failed: "✗"
    case .skipped: "-"
    }
  }
}

extension Checkup {
  /// The checkup as Markdown, for a bug report.
  /// - Parameter marker: The first line.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(count(.failed) == 0 ? "✅" : "❌") presetctl doctor

      **\(MarkdownText.prose(words))** presetctl \(toolVersion)

      """
    let rows = (findings ?? []).map { finding in
      MarkdownDocument.row([
        MarkdownText.code(finding.name), MarkdownText.code(finding.found), MarkdownText.prose(finding.assumption),
      ])
    }
    let table =
      rows.isEmpty
      ? ""
      : "\n#### How this API behaves\n\n| behaviour | found | what presetctl assumes |\n| --- | --- | --- |\n"
        + rows.joined()
        + "\nThe local API behaves so with \(MarkdownText.code(emulation ?? "", length: 2_000)).\n"
    return MarkdownDocument(
      head: head, columns: ["", "check", "found"],
      items: checks.map { check in
        let hint = check.hint.map { "<br>\(MarkdownText.prose($0))" } ?? ""
        return .init(
          row: MarkdownDocument.row([
            "\(check.outcome.sign) \(check.outcome.rawValue)", check.name, MarkdownText.prose(check.message) + hint,
          ]))
      }, tail: table, noun: "check")
  }

  /// The checkup as a JSON document.
  package var json: JSON {
    let checks = checks.map { check -> JSON in
      [
        "name": .string(check.name), "outcome": .string(check.outcome.rawValue), "message": .string(check.message),
        "hint": check.hint.map(JSON.string) ?? .null,
      ]
    }
    let findings = findings.map { findings in
      JSON.array(
        findings.map { finding in
          [
            "name": .string(finding.name), "found": .string(finding.found),
            "assumption": .string(finding.assumption), "switch": .bool(finding.isSwitch),
          ]
        })
    }
    let counts = Check.Outcome.allCases.map { ($0, JSON.number(JSON.Number(count($0)))) }
    return JSON.document(
      kind: "doctor",
      [
        "tool_version": .string(toolVersion), "checks": .array(checks), "findings": findings ?? .null,
        "emulation": emulation.map(JSON.string) ?? .null,
        "summary": .object(JSON.Object(uniqueKeysWithValues: counts.map { (ExactString($0.0.rawValue), $0.1) })),
      ])
  }
}
