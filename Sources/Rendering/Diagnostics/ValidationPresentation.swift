import Diagnostics
import Documents
package import JSONValue
import Manifests

extension LoadedManifests: Presentable {
  package var headline: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    let extras = warnings > 0 ? ", \(counted(warnings, "warning"))" : ""
    let files = counted(files, "file")
    if errors > 0 { return "\(counted(errors, "error"))\(extras) in \(files)." }
    let bases = abstract > 0 ? " and \(counted(abstract, "base"))" : ""
    return "Valid. \(counted(state.presets.count, "preset"))\(bases) in \(files)\(extras)."
  }

  package func text(_ context: PresentationContext) -> String {
    let isValid = !diagnostics.containsErrors
    // The count of errors, or the word "Valid."
    let verdict = String(headline.prefix { $0 != "," && $0 != "." }.split(separator: " in ")[0]) + (isValid ? "." : "")
    let summary = context.style(verdict, .bold, isValid ? .green : .red) + headline.dropFirst(verdict.count)
    return DiagnosticText(style: context.style, width: context.width, path: context.path).text(diagnostics)
      + (isValid ? "" : "\n") + summary + "\n"
  }

  package func json(_ context: PresentationContext) -> JSON { json(path: context.path) }

  package func markdown(_ context: PresentationContext) -> MarkdownDocument {
    DiagnosticMarkdown.document(
      context.kind, context.environment, title: context.title, headline: headline,
      isSuccess: !diagnostics.containsErrors, hint: nil, diagnostics)
  }

  package func html(_ context: PresentationContext) -> String {
    DiagnosticHTML.text(title: context.title, headline: headline, hint: nil, diagnostics)
  }
}
