import OrderedCollections

extension ScaffoldReport {
  /// The scaffold in one sentence.
  package var words: String {
    let outcomes = ExportReport.Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    let skipped = export?.skipped ?? []
    return "\(counted(files.count, "file")): \(outcomes)."
      + (skipped.isEmpty ? "" : " \(counted(skipped.count, "preset")) skipped.")
  }

  /// What manifests do not have of the presets that they come from, a sentence each.
  package var remarks: [String] { export?.remarks ?? [] }

  /// Whether a manifest could be made of every preset.
  public var isComplete: Bool { export?.skipped.isEmpty != false }

  /// The scaffold as a JSON document.
  package var json: JSON {
    let files = files.map { file -> JSON in
      ["file": .string(file.path), "content": .string(file.content), "outcome": .string(file.outcome.rawValue)]
    }
    return JSON.document(
      kind: "scaffold",
      ["tool_version": .string(toolVersion), "files": .array(files), "export": export?.json ?? .null])
  }

  /// The scaffold as Markdown.
  /// - Parameter marker: The first line.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(isComplete ? "✅" : "❌") presetctl init

      **\(MarkdownText.prose(words))**

      """
    let rows =
      remarks.map { ["", "", MarkdownText.prose($0)] }
      + files.map { [$0.outcome.rawValue, MarkdownText.code($0.path), MarkdownText.prose($0.content)] }
    return MarkdownDocument(
      head: head, columns: ["", "file", "content"], items: rows.map { .init(row: MarkdownDocument.row($0)) },
      noun: "line")
  }
}
