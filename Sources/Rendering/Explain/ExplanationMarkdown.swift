import Manifests
import Schema

extension Explanation {
  /// The explanation as Markdown.
  package var markdown: MarkdownDocument {
    if case .rule(let rule) = subject { return LintRuleReference.document(rule) }
    let title: String
    var items: [MarkdownDocument.Item] = []
    switch subject {
    case .manifest:
      title = "Keys and fields of a manifest"
      items = keys.map { Self.item($0.rawValue, $0.acceptedValues, $0.meaning) }
    case .key(let key):
      title = MarkdownText.code(key.rawValue)
      items = keys.map { Self.item($0.rawValue, $0.acceptedValues, $0.meaning) }
    case .rule(let rule): title = MarkdownText.code(rule.id)
    case .group(let path), .field(let path): title = MarkdownText.code(path.description)
    case .setting(let setting): title = MarkdownText.code(setting.path.description)
    }
    items += fields.map { field in
      .init(
        row: MarkdownDocument.row([
          MarkdownText.code(field.path.description), field.acceptedValues { MarkdownText.code($0) },
          field.presence { MarkdownText.code($0) }, field.effectDescription { MarkdownText.code($0) }, field.meaning,
        ]))
    }
    items += settings.map { Self.item($0.path.description, $0.acceptedValues, $0.meaning) }
    let names = rules.map { MarkdownText.code($0.id) }.joined(separator: ", ")
    return MarkdownDocument(
      head: "### \(title)\n", columns: ["field", "takes", "on create", "effect", "meaning"], items: items,
      tail: names.isEmpty ? "" : "\nLint rules: \(names)\n", noun: "field")
  }

  private static func item(_ key: String, _ takes: String, _ meaning: String) -> MarkdownDocument.Item {
    .init(row: MarkdownDocument.row([MarkdownText.code(key), MarkdownText.prose(takes), "", "", meaning]))
  }
}
