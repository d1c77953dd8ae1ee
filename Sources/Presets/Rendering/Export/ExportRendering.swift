import OrderedCollections

extension ExportReport {
  /// The export in one sentence.
  package var words: String {
    if files.isEmpty {
      return skipped.isEmpty ? "The app has no presets; nothing was written." : "Nothing was written."
    }
    let bases = files.count { $0.manifest.isAbstract }
    let presets = counted(files.count - bases, "preset") + (bases > 0 ? " and \(counted(bases, "base"))" : "")
    let outcomes = Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    return "Exported \(presets) to \(folder): \(outcomes)."
      + (skipped.isEmpty ? "" : " \(counted(skipped.count, "preset")) skipped.")
  }

  /// What an exported preset does not have, a sentence each.
  package var remarks: [String] {
    skipped.map { "'\($0.name)' was skipped: \($0.reasons.prefix(3).joined(separator: "; "))" }
      + leftOut.map { "'\($0.field)' of '\($0.name)' has a value that no manifest may have; it is left unmanaged" }
  }

  /// The export as a JSON document.
  package var json: JSON {
    let files = files.map { file -> JSON in
      [
        "file": .string(file.path), "name": .string(file.manifest.name), "abstract": .bool(file.manifest.isAbstract),
        "outcome": .string(file.outcome.rawValue),
        "unknown_fields": .array(file.manifest.unknownFields.map { .string("\($0)") }),
      ]
    }
    let counts = Outcome.allCases.map { (ExactString($0.rawValue), JSON.number(JSON.Number(count($0)))) }
    return JSON.document(
      kind: "export",
      [
        "tool_version": .string(toolVersion), "environment": environment.json, "folder": .string(folder),
        "files": .array(files),
        "skipped": .array(
          skipped.map { ["name": .string($0.name.text), "reasons": .array($0.reasons.map(JSON.string))] }),
        "left_out": .array(leftOut.map { ["name": .string($0.name.text), "field": .string("\($0.field)")] }),
        "summary": .object(
          JSON.Object(uniqueKeysWithValues: counts + [("skipped", .number(JSON.Number(skipped.count)))])),
      ])
  }

  /// The export as Markdown.
  /// - Parameter marker: The first line.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(skipped.isEmpty ? "✅" : "❌") presetctl export

      **\(MarkdownText.prose(words))**

      """
    let rows =
      remarks.map { ["", "", MarkdownText.prose($0)] }
      + files.map { [$0.outcome.rawValue, MarkdownText.code($0.path), MarkdownText.code($0.manifest.name)] }
    return MarkdownDocument(
      head: head, columns: ["", "file", "preset"], items: rows.map { .init(row: MarkdownDocument.row($0)) },
      noun: "line")
  }
}

/// An export as text.
package struct ExportText {
  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// A line for each file, what is left out, and the result.
  package func text(_ report: ExportReport) -> String {
    text(ScaffoldReport([], report), words: report.words)
  }

  /// The same of a scaffold.
  package func text(_ report: ScaffoldReport) -> String {
    text(report, words: report.words)
  }

  private func text(_ report: ScaffoldReport, words: String) -> String {
    let longest = report.files.map(\.path.visible.columns).max() ?? 0
    let files = report.files.map { file in
      let outcome = file.outcome.rawValue.padded(to: 9)
      return ink(outcome, file.outcome == .written ? .green : .faint)
        + "  \(file.path.visible.padded(to: longest))  \(file.content.visible)"
    }
    let remarks = report.remarks.flatMap { "- \($0.visible)".wrapped(to: width, indent: 2) }
    let result = ink(words.visible, .bold, report.isComplete ? .green : .red)
    return [files, remarks, [result]].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}
