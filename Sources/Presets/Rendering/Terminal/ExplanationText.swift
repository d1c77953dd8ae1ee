/// An explanation as text.
package struct ExplanationText {
  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// The whole explanation.
  package func text(_ explanation: Explanation) -> String {
    let lines =
      switch explanation.subject {
      case .manifest: manifest(explanation)
      case .key(let key):
        page(
          key.rawValue, key.meaning, [("takes", key.takes)], examples: [("as it is written", [key.example])])
      case .group(let path): group(path, explanation.fields) + section("Lint rules", rules(explanation.rules))
      case .field: explanation.fields.flatMap { field($0, explanation.rules) }
      case .rule(let rule): self.rule(rule)
      case .setting(let setting):
        page(
          setting.path.description, setting.meaning, [("takes", setting.takes), ("stands in", Project.fileName)],
          examples: [])
      }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: One thing

  private func field(_ field: FieldDeclaration, _ rules: [LintRule]) -> [String] {
    page(
      field.path.description, field.meaning,
      [
        ("takes", field.takes { $0 }), ("on create", field.presence { $0 }), ("a change", field.effectWords { $0 }),
        ("rules", rules.map(\.id).joined(separator: ", ")),
      ],
      examples: [("as it is written", field.example)])
  }

  private func rule(_ rule: LintRule) -> [String] {
    let level = rule.level == .off ? "off, unless the project file turns it on" : rule.level.rawValue
    return page(
      rule.id, rule.title,
      [
        ("by default", level), ("looks at", rule.fields.map(\.description).joined(separator: ", ")),
        ("why", rule.reason),
      ],
      examples: [("bad", rule.bad), ("good", rule.good)].map { word, text in
        (word, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      })
  }

  private func page(
    _ name: String, _ meaning: String, _ rows: [(String, String)], examples: [(words: String, lines: [String])]
  ) -> [String] {
    var lines = [ink(name.visible, .bold)] + "  \(meaning)".wrapped(to: width, indent: 2) + [""]
    for (name, text) in rows where !text.isEmpty { lines += row(name, text, at: 11) }
    for example in examples {
      lines += ["", "  " + ink(example.words, .faint)]
      lines += example.lines.map { "    " + $0.visible }
    }
    return lines
  }

  // MARK: Many

  private func group(_ path: FieldPath, _ fields: [FieldDeclaration]) -> [String] {
    let names = fields.map { FieldPath(Array($0.path.components.dropFirst(path.components.count))).description }
    let column = min(names.map(\.columns).max() ?? 0, 32) + 2
    return [ink(path.description, .bold) + ink("  \(counted(fields.count, "field"))", .faint), ""]
      + zip(fields, names).flatMap { field, name in
        row(name, field.meaning, at: column) + row("", field.takes { $0 }, at: column).map { ink($0, .faint) }
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
      + ["", ink("presetctl explain permissions, or any group, field or rule, tells more.", .faint)]
  }

  private func rules(_ rules: [LintRule]) -> [String] {
    rules.flatMap { row($0.id, $0.title, at: 31) }
  }

  /// A headline with what belongs to it, after a blank line; nothing where nothing does.
  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", ink(title, .bold), ""] + lines
  }

  /// A name, and what is said of it in a column of its own, or below it where the name is too long.
  private func row(_ name: String, _ text: String, at column: Int) -> [String] {
    let start = "  " + name.padded(to: column)
    guard name.columns < column else {
      return ["  " + ink(name, .cyan)]
        + "\(String(repeating: " ", count: column + 2))\(text)".wrapped(to: width, indent: column + 2)
    }
    var lines = (start + text).wrapped(to: width, indent: column + 2)
    if !name.isEmpty { lines[0] = "  " + ink(name, .cyan) + lines[0].dropFirst(2 + name.count) }
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
    if let suggested {
      let text = suggested.string ?? suggested.text()
      return type == .colour ? "\"\(text)\"" : text
    }
    return switch type {
    case .boolean: "false"
    case .number(let bounds), .wholeNumber(let bounds): String(max(bounds.minimum, min(bounds.maximum ?? 4, 4)))
    case .text: path.components.last == "google_font" ? "Inter" : "Inter, sans-serif"
    case .choice(let words): ladder.first?.first?.string ?? words.first ?? ""
    case .colour: "\"#2160FD\""
    case .webAddress: "https://example.com/logo.svg"
    case .wholeNumbers: "[360, 720]"
    case .plugins: "{}"
    case .opaque: "{enabled: true}"
    }
  }
}
