import Diagnostics
import JSONValue
import Manifests
import Schema

/// An explanation as text.
struct ExplanationText {
  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// The whole explanation.
  func text(_ explanation: Explanation) -> String {
    let lines =
      switch explanation.subject {
      case .manifest: manifest(explanation)
      case .key(let key):
        page(
          key.rawValue, key.meaning, [("accepts", key.acceptedValues)], examples: [("example", [key.example])])
      case .group(let path): group(path, explanation.fields) + section("Lint rules", rules(explanation.rules))
      case .field: explanation.fields.flatMap { field($0, explanation.rules) }
      case .rule(let rule): self.rule(rule)
      case .setting(let setting):
        page(
          setting.path.description, setting.meaning,
          [("accepts", setting.acceptedValues), ("file", Project.fileName)],
          examples: [])
      }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: One thing

  private func field(_ field: FieldDeclaration, _ rules: [LintRule]) -> [String] {
    page(
      field.path.description, field.meaning,
      [
        ("accepts", field.acceptedValues { $0 }), ("on create", field.presence { $0 }),
        ("a change", field.effectDescription { $0 }),
        ("rules", rules.map(\.id).joined(separator: ", ")),
      ],
      examples: [("example", field.example)])
  }

  private func rule(_ rule: LintRule) -> [String] {
    let level = rule.level == .off ? "off; set a severity in the project file to turn it on" : rule.level.rawValue
    return page(
      rule.id, rule.title,
      [
        ("default", level), ("fields", rule.fields.map(\.description).joined(separator: ", ")),
        ("checks", rule.checks), ("why", rule.reason),
      ],
      examples: [("Fails:", rule.failingExample), ("Passes:", rule.passingExample)].map { heading, text in
        (heading, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      })
  }

  private func page(
    _ name: String, _ meaning: String, _ rows: [(String, String)], examples: [(words: String, lines: [String])]
  ) -> [String] {
    var lines = [style(name.visible, .bold)] + "  \(meaning)".wrapped(to: width, indent: 2) + [""]
    for (name, text) in rows where !text.isEmpty { lines += row(name, text, at: 11) }
    for example in examples {
      lines += ["", "  " + style(example.words, .faint)]
      lines += example.lines.map { "    " + $0.visible }
    }
    return lines
  }

  // MARK: Many

  private func group(_ path: FieldPath, _ fields: [FieldDeclaration]) -> [String] {
    let names = fields.map { FieldPath(Array($0.path.components.dropFirst(path.components.count))).description }
    let column = min(names.map(\.columns).max() ?? 0, 32) + 2
    return [style(path.description, .bold) + style("  \(counted(fields.count, "field"))", .faint), ""]
      + zip(fields, names).flatMap { field, name in
        row(name, field.meaning, at: column)
          + row("", field.acceptedValues { $0 }, at: column).map { style($0, .faint) }
      }
  }

  private func manifest(_ explanation: Explanation) -> [String] {
    let fields = explanation.fields
    let keys = explanation.keys.flatMap { row($0.rawValue, $0.meaning, at: 16) }
    var sections: [String] = []
    for section in ["config", "permissions", "ui"] as [ExactString] {
      let members = fields.filter { $0.path.section == section }
      var names: [String] = []
      for field in members {
        let next = field.path.components[1].text
        if !names.contains(next) { names.append(next) }
      }
      sections += row(section.text, "\(counted(members.count, "field")): \(names.joined(separator: ", "))", at: 16)
    }
    return section("Keys of a manifest", keys).dropFirst() + section("Fields", sections)
      + section("Lint rules", rules(explanation.rules))
      + section(
        "Keys of \(Project.fileName)", explanation.settings.flatMap { row($0.path.description, $0.meaning, at: 37) })
      + ["", style("Run 'presetctl explain NAME' to explain a group, field, key, or rule.", .faint)]
  }

  private func rules(_ rules: [LintRule]) -> [String] {
    rules.flatMap { row($0.id, $0.title, at: 31) }
  }

  /// A headline with what belongs to it, after a blank line; nothing where nothing does.
  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", style(title, .bold), ""] + lines
  }

  /// A name, and what is said of it in a column of its own, or below it where the name is too long.
  private func row(_ name: String, _ text: String, at column: Int) -> [String] {
    let start = "  " + name.padded(to: column)
    guard name.columns < column else {
      return ["  " + style(name, .cyan)]
        + "\(String(repeating: " ", count: column + 2))\(text)".wrapped(to: width, indent: column + 2)
    }
    var lines = (start + text).wrapped(to: width, indent: column + 2)
    if !name.isEmpty { lines[0] = "  " + style(name, .cyan) + lines[0].dropFirst(2 + name.count) }
    return lines
  }
}

extension FieldDeclaration {
  /// The field as lines of a manifest.
  package var example: [String] {
    let last = path.components.count - 1
    return path.components.enumerated().map { depth, key in
      String(repeating: " ", count: 2 * depth) + key.text + (depth == last ? ": \(exampleValue)" : ":")
    }
  }

  private var exampleValue: String {
    guard let value = suggested ?? ranking.first?.first else { return type.example }
    let text = value.string ?? value.text()
    return type == .color ? "\"\(text)\"" : text
  }
}
