/// Diagnostics as a page: what is wrong with manifests, and why there is no plan.
package enum DiagnosticHTML {
  /// The whole page.
  /// - Parameters:
  ///   - title: The command that was run.
  ///   - headline: What happened, in one sentence.
  ///   - block: Lines that explain it, to be shown as they are.
  package static func text(
    title: String, headline: String, block: [String] = [], hint: String?, _ diagnostics: [Diagnostic]
  ) -> String {
    let lines: HTML = block.isEmpty ? "" : "<pre>\(HTML.joined(block.map { "\($0)" }, by: "\n"))</pre>\n"
    let advice: HTML = hint.map { "<p class=\"notice warn\">\($0)</p>\n" } ?? ""
    return HTMLPage(
      title: title, eyebrow: title, headline: headline, lead: "\(lines)\(advice)", body: table(diagnostics)
    ).text
  }

  /// A page for what has no form of its own: text as it is.
  package static func text(title: String, plain: String) -> String {
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map { "\(String($0))" as HTML }
    return HTMLPage(
      title: title, eyebrow: "presetctl \(toolVersion)", headline: title,
      body: "<pre>\(HTML.joined(lines, by: "\n"))</pre>\n"
    ).text
  }

  private static func table(_ diagnostics: [Diagnostic]) -> HTML {
    guard !diagnostics.isEmpty else { return "" }
    return """
      <div class="scroll" role="region" aria-label="Messages" tabindex="0">
      <table class="messages"><caption>\(counted(diagnostics.count, "message"))</caption>
      <thead><tr><th scope="col">How grave</th><th scope="col">Where</th><th scope="col">What</th></tr></thead>
      <tbody>\(diagnostics.map(row))</tbody></table>
      </div>

      """
  }

  private static func row(_ diagnostic: Diagnostic) -> HTML {
    let hint: HTML = diagnostic.fault.hint.map { "<br><span class=\"note\">\($0)</span>" } ?? ""
    return """
      <tr><td><span class="badge \(diagnostic.severity.rawValue)">\(diagnostic.severity.rawValue)</span></td>\
      <td><code>\(diagnostic.location.file):\(diagnostic.location.line):\(diagnostic.location.column)</code></td>\
      <td>\(diagnostic.message)\(hint) <code class="place">\(diagnostic.fault.rule)</code></td></tr>

      """
  }
}
