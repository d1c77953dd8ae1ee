package import JSONValue
import OrderedCollections
import Rendering
import YAML

extension JSON {
  /// Parses YAML text with the YAML 1.2 core schema, as editors do. An `!unset` value becomes an empty string.
  package init(yaml text: String) throws {
    let documents = Composer.compose(try SourceText(Array(text.utf8), limit: 1 << 20)).documents
    self = documents.first.map(JSON.init(node:)) ?? .null
  }

  /// Parses all documents of a YAML text.
  package static func documents(yaml bytes: [UInt8]) throws -> [JSON] {
    Composer.compose(try SourceText(bytes, limit: 1 << 20)).documents.map(JSON.init(node:))
  }

  private init(node: Node) {
    switch node.content {
    case .sequence(let items): self = .array(items.map(JSON.init(node:)))
    case .mapping(let entries):
      self = .object(
        Object(entries.map { (ExactString($0.key.text), JSON(node: $0.value)) }) { _, last in last })
    case .scalar(let scalar):
      if node.tag != nil {
        self = .string(scalar.text)
      } else if scalar.isNull {
        self = .null
      } else if scalar.style != .plain {
        self = .string(scalar.text)
      } else if ["true", "false"].contains(scalar.text) {
        self = .bool(scalar.text == "true")
      } else {
        self = Number(scalar.text).map(JSON.number) ?? .string(scalar.text)
      }
    }
  }
}
