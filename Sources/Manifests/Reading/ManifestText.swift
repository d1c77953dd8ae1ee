package import Diagnostics
import JSONValue
package import YAML

/// The role of the documents in a file.
package enum DocumentRole: Hashable, Sendable {
  /// Manifests, which declare presets and bases.
  case manifest
  /// Overlays, which override the manifests of the same names.
  case overlay
  /// The project file.
  case project
}

/// The text of one manifest file, parsed into documents.
package struct ManifestText: Sendable {
  /// The format of a manifest file, given by its extension.
  package enum Format: Hashable, Sendable {
    case yaml, json

    /// Returns nil if the extension is not one of a manifest.
    package init?(fileName: String) {
      guard let dot = fileName.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
      switch fileName[dot...].lowercased() {
      case ".yaml", ".yml": self = .yaml
      case ".json": self = .json
      default: return nil
      }
    }
  }

  package let file: String
  package let format: Format
  /// One node per document; empty if the text could not be read to its end.
  package let documents: [Node]
  /// Whether the text could be read to its end. If not, its presets are unknown.
  package let isComplete: Bool
  /// The problems of the text itself, such as invalid YAML.
  package let diagnostics: [Diagnostic]
  /// The source text; nil if it is too large or not UTF-8.
  let source: SourceText?

  /// Parses the bytes of a file.
  package init(
    _ bytes: [UInt8], file: String, format: Format, limits: Limits = Limits(), as role: DocumentRole = .manifest
  ) {
    self.file = file
    self.format = format
    do {
      let source = try SourceText(bytes, limit: limits.bytes)
      self.source = source
      let (documents, diagnostics) = Self.parse(source, file: file, format: format, limits: limits)
      self.documents = documents
      isComplete = !documents.isEmpty || diagnostics.isEmpty
      self.diagnostics =
        documents.isEmpty && diagnostics.isEmpty
        ? [Diagnostic(.emptyFile(role), at: Location(file: file))] : diagnostics
    } catch {
      source = nil
      documents = []
      isComplete = false
      diagnostics = [Diagnostic(error, in: file)]
    }
  }

  /// Returns the diagnostics with their source lines.
  package func withExcerpts(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    source?.withExcerpts(diagnostics) ?? diagnostics
  }

  private static func parse(
    _ source: SourceText, file: String, format: Format, limits: Limits
  ) -> ([Node], [Diagnostic]) {
    switch format {
    case .yaml:
      let composition = Composer.compose(source, limits: limits)
      if composition.problems.isEmpty { return (composition.documents, []) }
      let contentEnd = MarkIndex(source.bytes).mark(at: source.contentEnd)
      let problems = composition.problems.map { $0.moved(before: contentEnd) }
      return (composition.documents, problems.map { Diagnostic($0, in: file) })
    case .json:
      if source.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return ([], []) }
      let builder = NodeBuilder(source.bytes, limits: limits)
      var parser = JSONParser(source.bytes, maximumDepth: limits.depth, builder: builder)
      do {
        let document = try parser.parse()
        if let excess = parser.builder.limitError { return ([], [Diagnostic(excess, in: file)]) }
        return ([document], parser.builder.problems.map { Diagnostic($0, in: file) })
      } catch {
        let mark = MarkIndex(source.bytes).mark(at: min(error.offset, source.contentEnd))
        let problem: Problem =
          error.isTooDeep ? Problem(.tooDeep(limit: limits.depth)) : .invalidJSON(error.message)
        return ([], [Diagnostic(problem, at: Location(mark, in: file))])
      }
    }
  }
}

extension SourceText {
  /// Returns the diagnostics with their source lines.
  func withExcerpts(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let lines = lines(Set(diagnostics.map(\.location.line)))
    return diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.excerpt = lines[diagnostic.location.line]
      return diagnostic
    }
  }

  /// The offset just after the last character that is not white space.
  fileprivate var contentEnd: Int {
    (bytes.lastIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? -1) + 1
  }
}

extension YAMLError {
  /// Returns the error at the start of the incomplete part, if it was found only at the end of the text.
  fileprivate func moved(before contentEnd: Mark) -> YAMLError {
    guard start > contentEnd else { return self }
    return YAMLError(kind, at: min(related ?? contentEnd, contentEnd), related: related)
  }
}

extension Diagnostic {
  fileprivate init(_ error: YAMLError, in file: String) {
    let notes: [Note] =
      switch (error.kind, error.related) {
      case (.duplicateKey(let key), let first?): [.firstDefined(key, at: Location(first, in: file))]
      case (.syntax(_, let context?), let start?) where start != error.start:
        [Note(context, at: Location(start, in: file))]
      case (.aliasContainsItself, let anchor?): [.anchor(at: Location(anchor, in: file))]
      default: []
      }
    self.init(
      Problem(error.kind), at: Location(error.start, in: file), width: error.start.columns(to: error.end), notes: notes)
  }
}
