import JSONValue
import YAML

/// Builds nodes with locations from JSON, so that JSON manifests are read like YAML ones.
struct NodeBuilder: JSONBuilder {
  private let bytes: [UInt8]
  private let limits: Limits
  private let index: MarkIndex
  private var nodeCount = 0
  /// The error of a text with more nodes than allowed. Such a text is not read.
  private(set) var limitError: YAMLError?
  /// The problems of valid JSON, such as duplicate keys, in the order in which they were found.
  private(set) var problems: [YAMLError] = []

  init(_ bytes: [UInt8], limits: Limits) {
    self.bytes = bytes
    self.limits = limits
    index = MarkIndex(bytes)
  }

  mutating func scalar(_ value: JSON, at range: Range<Int>) -> Node {
    let scalar =
      switch value {
      case .string(let text): Node.Scalar(text, style: .quoted)
      default: Node.Scalar(String(decoding: bytes[range], as: UTF8.self), style: .plain)
      }
    return node(.scalar(scalar), at: range)
  }

  func members() -> MappingBuilder { MappingBuilder() }

  mutating func insert(
    _ value: Node, _ key: String, at range: Range<Int>, into members: inout MappingBuilder
  ) {
    members.insert(value, Node.Key(key, start: mark(range.lowerBound), end: mark(range.upperBound)))
  }

  mutating func object(_ members: MappingBuilder, at range: Range<Int>) -> Node {
    let (entries, problems) = members.finish()
    self.problems += problems
    return node(.mapping(entries), at: range)
  }

  mutating func array(_ items: [Node], at range: Range<Int>) -> Node {
    node(.sequence(items), at: range)
  }

  private mutating func node(_ content: Node.Content, at range: Range<Int>) -> Node {
    nodeCount += 1
    if nodeCount == limits.nodes + 1 {
      limitError = YAMLError(.tooManyNodes(limit: limits.nodes), at: mark(range.lowerBound))
    }
    return Node(content, start: mark(range.lowerBound), end: mark(range.upperBound))
  }

  private func mark(_ offset: Int) -> Mark {
    index.mark(at: offset)
  }
}
