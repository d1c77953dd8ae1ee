package import Diagnostics
package import JSONValue

/// A command's result, which can be shown in every output format.
///
/// A new kind of result conforms to this protocol and is listed in `DocumentSchema.all`.
package protocol Presentable: Sendable {
  /// The result in one line.
  var headline: String { get }
  /// Problems with locations, for SARIF, Code Quality, and annotations.
  var diagnostics: [Diagnostic] { get }
  /// Failures without a location.
  var messagesWithoutLocation: [String] { get }
  /// Whether the JSON document contains data of the app, so that only its owner may read the file.
  var isPrivate: Bool { get }

  /// The text for a terminal or a `.txt` report.
  func text(_ context: PresentationContext) -> String
  /// The text that follows a preview of the plan, where that was already shown.
  func textAfterPreview(_ context: PresentationContext) -> String
  func json(_ context: PresentationContext) -> JSON
  func markdown(_ context: PresentationContext) -> MarkdownDocument
  /// A whole HTML page.
  func html(_ context: PresentationContext) -> String
}

extension Presentable {
  package var headline: String { "" }
  package var diagnostics: [Diagnostic] { [] }
  package var messagesWithoutLocation: [String] { [] }
  package var isPrivate: Bool { false }

  package func textAfterPreview(_ context: PresentationContext) -> String { text(context) }

  package func html(_ context: PresentationContext) -> String {
    DiagnosticHTML.text(title: context.title, plain: text(context.plain))
  }
}

/// How and where a result is shown.
package struct PresentationContext: Sendable {
  /// The command, such as `presetctl plan`.
  package let title: String
  /// The kind of document that the command prints.
  package let kind: String
  /// The environment's name.
  package let environment: String
  /// Maps a diagnostic's file to the path to show.
  package let path: @Sendable (String) -> String
  package let style: TextStyler
  /// The columns of the terminal; nil for lines of any length.
  package let width: Int?

  package init(
    title: String, kind: String, environment: String, path: @escaping @Sendable (String) -> String = { $0 },
    style: TextStyler = TextStyler(isOn: false), width: Int? = nil
  ) {
    self.title = title
    self.kind = kind
    self.environment = environment
    self.path = path
    self.style = style
    self.width = width
  }

  /// The same context on a terminal.
  package func on(_ style: TextStyler, width: Int?) -> PresentationContext {
    PresentationContext(
      title: title, kind: kind, environment: environment, path: path, style: style, width: width)
  }

  /// The same context without colors and wrapping.
  package var plain: PresentationContext { on(TextStyler(isOn: false), width: nil) }

  /// The first line of a Markdown document, by which a wrapper finds its comment.
  var marker: String { MarkdownText.marker(kind, environment) }
}
