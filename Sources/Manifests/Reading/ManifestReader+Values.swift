import Diagnostics
import JSONValue
import OrderedCollections
import Schema
import YAML

extension ManifestReader {
  /// Reads a value of a type. Returns nil after reporting a problem.
  mutating func value(_ entry: Node.Entry, _ type: FieldType) -> JSON? {
    let node = entry.value
    if let tag = node.tag {
      report(tag == "!unset" ? .misplacedUnset : .unknownTag(tag), at: node)
      return nil
    }
    if case .scalar(let scalar) = node.content, scalar.isNull {
      return type.isNullable ? .null : reportMissingValue(type, entry)
    }
    switch type.shape {
    case .list(let itemType): return list(node, type, of: itemType)
    case .any: return anything(node)
    case .boolean, .number, .text, .plugins: return scalar(node, type)
    }
  }

  /// Reads text of a type, with its location.
  mutating func text(_ entry: Node.Entry, _ type: FieldType) -> Located<String>? {
    guard case .string(let text)? = value(entry, type) else { return nil }
    return located(text, entry.value)
  }

  /// Reads the name of the preset.
  mutating func name(_ entry: Node.Entry) -> Located<String>? {
    guard let name = text(entry, .text) else { return nil }
    return checked(name, entry.value)
  }

  /// Reads a name or a list of names.
  mutating func names(_ entry: Node.Entry) -> [Located<String>] {
    let items = items(entry, .nameOrNames)
    return items.compactMap { item in
      text(Node.Entry(key: entry.key, value: item), .text).flatMap { checked($0, item) }
    }
  }

  /// Reads a list of field patterns.
  mutating func patterns(_ entry: Node.Entry) -> [Located<FieldPattern>] {
    texts(entry, .patterns).map { Located(FieldPattern($0.value), at: $0.location, width: $0.width) }
  }

  /// Reads a text or a list of texts.
  mutating func texts(_ entry: Node.Entry, _ shape: ExpectedShape) -> [Located<String>] {
    items(entry, shape).compactMap { text(Node.Entry(key: entry.key, value: $0), .text) }
  }

  private mutating func items(_ entry: Node.Entry, _ shape: ExpectedShape) -> [Node] {
    switch entry.value.content {
    case .sequence(let items) where entry.value.tag == nil: return items
    case .scalar(let scalar) where entry.value.tag == nil && !scalar.isNull: return [entry.value]
    default:
      reportShape(shape, entry)
      return []
    }
  }

  private mutating func checked(_ name: Located<String>, _ node: Node) -> Located<String>? {
    guard let error = NameError(name.value) else { return name }
    report(.invalidName(error), at: node)
    return nil
  }

  private mutating func reportMissingValue(_ type: FieldType, _ entry: Node.Entry) -> JSON? {
    if case .scalar(let scalar) = entry.value.content, !scalar.text.isEmpty {
      report(.missingValue(type), at: entry.value)
    } else {
      report(.missingValue(type), at: entry.key.start, to: entry.key.end)
    }
    return nil
  }

  private mutating func scalar(_ node: Node, _ type: FieldType) -> JSON? {
    guard case .scalar(let scalar) = node.content, let value = literal(scalar, type) else {
      report(.wrongType(expected: type, found: FoundValue(node)), at: node)
      return nil
    }
    switch type.violation(of: value) {
    case nil: return value
    case .wrongType?: report(.wrongType(expected: type, found: FoundValue(node)), at: node)
    case .invalid(let message, let hint)?: report(.invalidValue(message, hint: hint), at: node)
    }
    return nil
  }

  /// Returns the value of a scalar for a type; nil if the scalar does not spell one.
  private func literal(_ scalar: Node.Scalar, _ type: FieldType) -> JSON? {
    switch type.shape {
    case .boolean:
      guard scalar.style == .plain else { return nil }
      return scalar.text == "true" ? .bool(true) : scalar.text == "false" ? .bool(false) : nil
    case .number:
      return scalar.style == .plain ? JSON.Number(scalar.text).map(JSON.number) : nil
    case .text:
      return format == .json && scalar.style == .plain ? nil : .string(scalar.text)
    case .list, .plugins, .any: return nil
    }
  }

  private mutating func list(_ node: Node, _ type: FieldType, of itemType: FieldType) -> JSON? {
    guard case .sequence(let items) = node.content else {
      report(.wrongType(expected: type, found: FoundValue(node)), at: node)
      return nil
    }
    let key = Node.Key("", start: node.start, end: node.end)
    let values = items.map { value(Node.Entry(key: key, value: $0), itemType) }
    let numbers = values.compactMap(\.self)
    return numbers.count == values.count ? .array(numbers) : nil
  }

  /// Reads a value of unknown type: a plain scalar is read as JSON if possible, else as text.
  private mutating func anything(_ node: Node) -> JSON? {
    if let tag = node.tag {
      report(tag == "!unset" ? .misplacedUnset : .unknownTag(tag), at: node)
      return nil
    }
    switch node.content {
    case .scalar(let scalar):
      if scalar.isNull { return .null }
      guard scalar.style == .plain else { return .string(scalar.text) }
      if let boolean = literal(scalar, .boolean) { return boolean }
      return JSON.Number(scalar.text).map(JSON.number) ?? .string(scalar.text)
    case .sequence(let items):
      let values = items.map { anything($0) }
      return values.contains(nil) ? nil : .array(values.compactMap(\.self))
    case .mapping(let entries):
      var members = JSON.Object()
      for entry in entries { members[ExactString(entry.key.text)] = anything(entry.value) }
      return members.count == entries.count ? .object(members) : nil
    }
  }

  private func located(_ text: String, _ node: Node) -> Located<String> {
    Located(text, at: Location(node.start, in: file), width: node.start.columns(to: node.end))
  }
}

extension FoundValue {
  init(_ node: Node) {
    switch node.content {
    case .scalar(let scalar) where scalar.isNull: self = .nothing
    case .scalar(let scalar): self = scalar.style == .plain ? .plain(scalar.text) : .text(scalar.text)
    case .sequence: self = .list
    case .mapping: self = .mapping
    }
  }
}
