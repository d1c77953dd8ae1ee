package import YAML

/// What the documents of a file are for.
public enum ManifestRole: Hashable, Sendable {
  /// They declare presets, and bases for others.
  case manifest
  /// They are laid over manifests of the same names.
  case overlay
  /// It says where the manifests are, and what they are for.
  case project
}

/// The text of one manifest file, parsed into documents.
package struct ManifestText: Sendable {
  /// How a manifest file is written; the file's extension tells.
  package enum Format: Hashable, Sendable {
    case yaml, json

    /// The format of a file; nil where it is no manifest.
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
  /// One node a document; empty when the text could not be read to its end.
  package let documents: [Node]
  /// Whether the text could be read to its end. What it declares is unknown if not.
  package let isWhole: Bool
  /// What is wrong with the text as such.
  package let diagnostics: [Diagnostic]
  /// The text itself; nil where it is none.
  let source: SourceText?

  /// Parses the bytes of a file.
  package init(
    _ bytes: [UInt8], file: String, format: Format, limits: Limits = Limits(), as role: ManifestRole = .manifest
  ) {
    self.file = file
    self.format = format
    do {
      let source = try SourceText(bytes, limit: limits.bytes)
      self.source = source
      let (documents, diagnostics) = Self.parse(source, file: file, format: format, limits: limits)
      self.documents = documents
      isWhole = !documents.isEmpty || diagnostics.isEmpty
      self.diagnostics =
        documents.isEmpty && diagnostics.isEmpty
        ? [Diagnostic(.emptyFile(role), at: Location(file: file))] : diagnostics
    } catch {
      source = nil
      documents = []
      isWhole = false
      diagnostics = [Diagnostic(error, in: file)]
    }
  }

  /// The diagnostics with the source lines they speak of.
  package func excerpted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    source?.excerpted(diagnostics) ?? diagnostics
  }

  private static func parse(
    _ source: SourceText, file: String, format: Format, limits: Limits
  ) -> ([Node], [Diagnostic]) {
    switch format {
    case .yaml:
      let composition = Composer.compose(source, limits: limits)
      if composition.problems.isEmpty { return (composition.documents, []) }
      let contentEnd = MarkIndex(source.bytes).mark(at: source.contentEnd)
      let problems = composition.problems.map { $0.placed(before: contentEnd) }
      return (composition.documents, problems.map { Diagnostic($0, in: file) })
    case .json:
      if source.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return ([], []) }
      let builder = NodeBuilder(source.bytes, limits: limits)
      var parser = JSONParser(source.bytes, maximumDepth: limits.depth, builder: builder)
      do {
        let document = try parser.parse()
        if let excess = parser.builder.excess { return ([], [Diagnostic(excess, in: file)]) }
        return ([document], parser.builder.problems.map { Diagnostic($0, in: file) })
      } catch {
        let mark = MarkIndex(source.bytes).mark(at: min(error.offset, source.contentEnd))
        let fault: Fault =
          error.isTooDeep ? .unreadableText(.tooDeep(limit: limits.depth)) : .invalidJSON(error.message)
        return ([], [Diagnostic(fault, at: Location(mark, in: file))])
      }
    }
  }
}

extension SourceText {
  /// The diagnostics with the lines they speak of.
  func excerpted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let lines = lines(Set(diagnostics.map(\.location.line)))
    return diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.excerpt = lines[diagnostic.location.line]
      return diagnostic
    }
  }

  /// The offset just after the last thing that stands in the text.
  fileprivate var contentEnd: Int {
    (bytes.lastIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? -1) + 1
  }
}

extension Problem {
  /// The problem at the place where it began, if it was met only at the end of the text, where nothing stands any more.
  fileprivate func placed(before contentEnd: Mark) -> Problem {
    guard start > contentEnd else { return self }
    return Problem(kind, at: min(related ?? contentEnd, contentEnd), related: related)
  }
}

extension Diagnostic {
  /// The diagnostic of a text's problem.
  fileprivate init(_ problem: Problem, in file: String) {
    let notes: [Note] =
      switch (problem.kind, problem.related) {
      case (.duplicateKey(let key), let first?): [Note(.first(key), at: Location(first, in: file))]
      case (.syntax(_, let context?), let start?) where start != problem.start:
        [Note(.context(context), at: Location(start, in: file))]
      case (.aliasContainsItself, let anchor?): [Note(.anchor, at: Location(anchor, in: file))]
      default: []
      }
    self.init(
      .unreadableText(problem.kind), at: Location(problem.start, in: file),
      width: problem.start.columns(to: problem.end), notes: notes)
  }
}

extension Mark {
  /// The number of columns up to another mark; 1 where that is on another line.
  func columns(to end: Mark) -> Int {
    line == end.line ? max(1, end.column - column) : 1
  }
}
