import ArgumentParser
import OrderedCollections
import Presets

/// What a shell can offer while a command is typed: quick, offline, and nothing at all where something is wrong.
enum Candidates {
  /// The environments of the project file.
  static let environments = CompletionKind.custom { words, _, _ in
    fitting(settings(words)?.environmentNames ?? [])
  }

  /// The presets that manifests declare.
  static let presets = CompletionKind.custom { words, _, _ in
    guard let settings = settings(words) else { return [] }
    let loader = ManifestLoader(in: settings.repository, allowsUnknownFields: true)
    let manifests = loader.load(settings.manifests)
    return fitting(manifests.state.presets.map(\.name.text))
  }

  /// What a branch can be compared with: git's branches and tags.
  static let bases = CompletionKind.shellCommand(
    "git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null")

  /// Everything that can be explained.
  static let explanations = CompletionKind.custom { _, _, _ in fitting(Explanation.names) }

  /// Everything that has a schema.
  static let schemas = CompletionKind.custom { _, _, _ in fitting(Array(SchemaCommand.schemas.keys)) }

  /// The settings of a command that is being typed.
  private static func settings(_ words: [String]) -> Settings? {
    var given: [String] = []
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      if ["--config", "--manifests"].contains(word), !next.isEmpty { given += [word, next] }
      if word.hasPrefix("--config=") || word.hasPrefix("--manifests=") { given.append(word) }
    }
    return try? Settings(try GlobalOptions.parse(given))
  }

  /// The words that shells take as one.
  private static func fitting(_ words: [String]) -> [String] {
    words.filter { word in
      word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789._-+@".unicodeScalars.contains($0) }
    }
  }
}
