import YAML

/// What values are called, and how to mend them.
extension FieldType {
  /// What a field of the type takes.
  package var words: String {
    switch self {
    case .boolean: "true or false"
    case .number(let bounds): "a number" + bounds.words
    case .wholeNumber(let bounds): "a whole number" + bounds.words
    case .text: "text"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .colour: "a colour"
    case .webAddress: "a URL"
    case .wholeNumbers: "a list of whole numbers"
    case .plugins: "a mapping"
    case .opaque: "a value"
    }
  }

  func hint(found: Found) -> String? {
    switch (self, found) {
    case (.boolean, .plain(let text)), (.boolean, .text(let text)):
      switch text.lowercased() {
      case "yes", "y", "on", "true", "1": "write true"
      case "no", "n", "off", "false", "0": "write false"
      default: Suggestion.nearest(to: text, among: ["true", "false"]).map { "write \($0)" }
      }
    case (.number, .text(let text)), (.wholeNumber, .text(let text)):
      JSON.Number(text) == nil ? nil : "remove the quotes: \(text)"
    case (.text, .plain(let text)), (.choice, .plain(let text)), (.colour, .plain(let text)),
      (.webAddress, .plain(let text)):
      "put it in quotes: \"\(text)\""
    case (.wholeNumbers, .plain(let text)): JSON.Number(text) == nil ? nil : "write a list: [\(text)]"
    case (_, .nothing): "give it a value, or remove the key"
    default: nil
    }
  }
}

extension FieldType.Bounds {
  fileprivate var words: String {
    maximum.map { " from \(minimum) to \($0)" } ?? (minimum == 0 ? "" : " of at least \(minimum)")
  }
}

extension Violation {
  /// What is wrong with the value that was found, as text.
  package func message(found: String) -> String {
    switch self {
    case .wrongType: "'\(found)' is of the wrong type"
    case .empty: "the text is empty"
    case .notAChoice(let words): "'\(found)' is none of \(words.joined(separator: ", "))"
    case .notWhole: "\(found) is not a whole number"
    case .below(let minimum): "\(found) is less than \(minimum), the least value"
    case .above(let maximum): "\(found) is more than \(maximum), the greatest value"
    case .notAWebAddress: "'\(found)' is not an absolute http or https URL"
    }
  }

  func hint(found: String) -> String? {
    switch self {
    case .notAChoice(let words):
      Suggestion.nearest(to: found, among: words).map { "did you mean '\($0)'?" }
    case .notAWebAddress: "write it whole, as in https://example.com/logo.png, or \"\" for no logo"
    default: nil
    }
  }
}

extension Problem.Kind {
  var rule: String {
    switch self {
    case .tooLarge: "too-large"
    case .notUTF8: "not-utf8"
    case .forbiddenCharacter: "forbidden-character"
    case .syntax: "yaml-syntax"
    case .tooDeep: "too-deep"
    case .tooManyNodes: "too-many-nodes"
    case .duplicateKey: "duplicate-key"
    case .keyIsNotText: "key-not-text"
    case .unknownAlias: "unknown-alias"
    case .aliasContainsItself: "recursive-alias"
    case .invalidMerge: "invalid-merge"
    }
  }

  var message: String {
    switch self {
    case .tooLarge(let limit): "the file is larger than \(limit) bytes"
    case .notUTF8: "the file is not UTF-8 from here on"
    case .forbiddenCharacter(let scalar):
      "the character U+\(String(scalar.value, radix: 16, uppercase: true)) cannot stand in a YAML file"
    case .syntax(let words, _): "invalid YAML: \(words)"
    case .tooDeep(let limit): "values are nested more than \(limit) deep"
    case .tooManyNodes(let limit): "the file holds more than \(limit) values once its aliases are expanded"
    case .duplicateKey(let key): "the key '\(key)' stands twice"
    case .keyIsNotText: "a key must be plain text"
    case .unknownAlias(let name): "no anchor '&\(name)' stands before this alias"
    case .aliasContainsItself(let name): "the alias '*\(name)' stands within its own anchor"
    case .invalidMerge: "'<<' takes a mapping, or a list of mappings"
    }
  }

  var hint: String? {
    guard case .syntax(let words, _) = self else { return nil }
    return switch words {
    case "mapping values are not allowed in this context":
      "indent the keys of one mapping alike, and quote text that contains ': '"
    case "found character that cannot start any token":
      "indent with spaces, not tabs, and quote text that starts with '@', '`' or '%'"
    case "did not find expected whitespace or line break": "put a space behind a tag: '!unset }'"
    case "did not find expected key": "indent the keys of one mapping alike"
    case "found unexpected end of stream": "the file ends within a quoted text or a bracket"
    default: nil
    }
  }
}
