import ArgumentParser
import JSONValue
import Manifests
import OrderedCollections

/// The values that shells offer while a command is typed. Completion works offline and offers nothing on errors.
enum CompletionCandidates {
  /// The environments of the project file.
  static let environments = CompletionKind.custom { words, _, _ in
    shellSafe(settings(words)?.environmentNames ?? [])
  }

  /// The presets that manifests declare.
  static let presets = CompletionKind.custom { words, _, _ in
    guard let settings = settings(words) else { return [] }
    let loader = ManifestLoader(in: settings.repository, allowsUnknownFields: true)
    let manifests = loader.load(settings.manifests)
    return shellSafe(manifests.state.presets.map(\.name.text))
  }

  /// The git branches and tags that `--base` accepts.
  static let bases = CompletionKind.shellCommand(
    "git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null")

  /// The names that `explain` accepts.
  static let explanations = CompletionKind.custom { _, _, _ in shellSafe(Explanation.names) }

  /// The documents that `schema` accepts.
  static let schemas = CompletionKind.custom { _, _, _ in shellSafe(Array(SchemaCommand.schemas.keys)) }

  /// Returns the settings from the words typed so far; nil if they are invalid.
  private static func settings(_ words: [String]) -> Settings? {
    var given = ["config", "manifests"].flatMap { name in
      Variables.current.list("PRESETCTL_" + name.uppercased()).map { "--\(name)=\($0)" }
    }
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      if ["--config", "--manifests"].contains(word), !next.isEmpty { given += [word, next] }
      if word.hasPrefix("--config=") || word.hasPrefix("--manifests=") { given.append(word) }
    }
    return try? Settings.resolve(try GlobalOptions.parse(given))
  }

  /// Returns the words that no shell splits or expands.
  private static func shellSafe(_ words: [String]) -> [String] {
    words.filter { word in
      word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789._-+@".unicodeScalars.contains($0) }
    }
  }
}
