import Diagnostics
import YAML

extension Problem {
  /// A text that is not valid YAML, or exceeds a limit.
  init(_ error: YAMLError.Kind) {
    self =
      switch error {
      case .tooLarge(let limit): Problem(.tooLarge, "the file is larger than \(limit) bytes")
      case .notUTF8: Problem(.notUTF8, "the file is not valid UTF-8 from here on")
      case .forbiddenCharacter(let scalar):
        Problem(
          .forbiddenCharacter,
          "the character U+\(String(scalar.value, radix: 16, uppercase: true)) is not allowed in a YAML file")
      case .syntax(let message, _): Problem(.yamlSyntax, "invalid YAML: \(message)", hint: syntaxHint(message))
      case .tooDeep(let limit): Problem(.tooDeep, "values are nested more than \(limit) levels deep")
      case .tooManyNodes(let limit):
        Problem(.tooManyNodes, "the file contains more than \(limit) values after expanding aliases")
      case .duplicateKey(let key): Problem(.duplicateKey, "duplicate key '\(key)'")
      case .keyIsNotText: Problem(.keyNotText, "a key must be a scalar")
      case .unknownAlias(let name): Problem(.unknownAlias, "no anchor '&\(name)' is defined before this alias")
      case .aliasContainsItself(let name): Problem(.recursiveAlias, "the alias '*\(name)' is inside its own anchor")
      case .invalidMerge: Problem(.invalidMerge, "'<<' requires a mapping or a list of mappings")
      }
  }

  static func invalidJSON(_ message: String) -> Problem { Problem(.jsonSyntax, "invalid JSON: \(message)") }

  static func unknownTag(_ tag: String) -> Problem {
    let standard = "tag:yaml.org,2002:"
    let short = tag.hasPrefix(standard) ? "!!\(tag.dropFirst(standard.count))" : tag
    return Problem(.unknownTag, "unknown tag '\(short)': the only tag is '!unset'")
  }

  static let misplacedUnset = Problem(
    .misplacedUnset, "'!unset' is only allowed as the whole value of a field",
    hint: "to stop managing a field, remove its line")
}

/// Returns what to do about a message of libyaml.
private func syntaxHint(_ message: String) -> String? {
  switch message {
  case "mapping values are not allowed in this context":
    "indent all keys of a mapping equally, and quote text that contains ': '"
  case "found character that cannot start any token":
    "indent with spaces, not tabs, and quote text that starts with '@', '`', or '%'"
  case "did not find expected whitespace or line break": "add a space after the tag: '!unset }'"
  case "did not find expected key": "indent all keys of a mapping equally"
  case "found unexpected end of stream": "close the quoted text or the bracket before the end of the file"
  default: nil
  }
}
