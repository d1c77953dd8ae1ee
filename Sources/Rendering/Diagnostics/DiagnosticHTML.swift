package import Diagnostics

/// Diagnostics as an HTML page.
package enum DiagnosticHTML {
  /// Returns a page with diagnostics.
  /// - Parameters:
  ///   - title: The command that was run.
  ///   - headline: The result in one sentence.
  ///   - block: Preformatted lines below the headline.
  package static func text(
    title: String, headline: String, block: [String] = [], hint: String?, _ diagnostics: [Diagnostic]
  ) -> String {
    let lines: HTML = block.isEmpty ? "" : "<pre>\(HTML.joined(block.map { "\($0)" }, by: "\n"))</pre>\n"
    let advice: HTML = hint.map { "<p class=\"notice warn\">\($0)</p>\n" } ?? ""
    return HTMLPage(
      title: title, eyebrow: title, headline: headline, lead: "\(lines)\(advice)", body: table(diagnostics)
    ).text
  }

  /// Returns a page with preformatted text, for results without an HTML form.
  package static func text(title: String, plain: String) -> String {
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map { "\(String($0))" as HTML }
    return HTMLPage(
      title: title, eyebrow: "presetctl \(Version.tool)", headline: title,
      body: "<pre>\(HTML.joined(lines, by: "\n"))</pre>\n"
    ).text
  }

  private static func table(_ diagnostics: [Diagnostic]) -> HTML {
    guard !diagnostics.isEmpty else { return "" }
    return """
      <div class="scroll" role="region" aria-label="Messages" tabindex="0">
      <table class="messages"><caption>\(counted(diagnostics.count, "message"))</caption>
      <thead><tr><th scope="col">Severity</th><th scope="col">Location</th><th scope="col">Message</th></tr></thead>
      <tbody>\(diagnostics.map(row))</tbody></table>
      </div>

      """
  }

  private static func row(_ diagnostic: Diagnostic) -> HTML {
    let hint: HTML = diagnostic.problem.hint.map { "<br><span class=\"note\">\($0)</span>" } ?? ""
    return """
      <tr><td><span class="badge \(diagnostic.severity.rawValue)">\(diagnostic.severity.rawValue)</span></td>\
      <td><code>\(diagnostic.location.file):\(diagnostic.location.line):\(diagnostic.location.column)</code></td>\
      <td>\(diagnostic.message)\(hint) <code class="place">\(diagnostic.problem.rule)</code></td></tr>

      """
  }
}
