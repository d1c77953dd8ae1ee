/// The limits on a text that is read.
package struct Limits: Hashable, Sendable {
  /// The maximum size of a file in bytes.
  package var bytes = 1 << 20
  /// The maximum nesting depth of collections.
  package var depth = 64
  /// The maximum number of nodes in a file after aliases and merges are expanded.
  package var nodes = 100_000

  package init() {}
}

/// The documents of a text, and its problems.
package struct Composition: Hashable, Sendable {
  /// One node per document that is not empty; no nodes if the text could not be read to its end.
  package let documents: [Node]
  /// The problems, in the order in which they were found.
  package let problems: [YAMLError]
}

/// Builds nodes from the events of a YAML text.
///
/// Composing from events instead of using libyaml's finished documents enforces the limits *while* reading: an alias
/// keeps its own location, an alias inside its own anchor is found at once, and a text that would expand without bound
/// is rejected before it is expanded.
package struct Composer: ~Copyable {
  private var reader: EventReader
  private let limits: Limits
  private var anchors: [String: Anchor] = [:]
  private var openAnchors: [String: Mark] = [:]
  private var problems: [YAMLError] = []
  private var nodeCount = 0
  private var depth = 0

  private struct Anchor {
    let node: Node
    let size: Int
  }

  /// Returns all documents of `text` and its problems.
  package static func compose(_ text: SourceText, limits: Limits = Limits()) -> Composition {
    // libyaml checks ASCII characters itself.
    if !text.isASCII, let problem = text.firstForbiddenCharacter() {
      return Composition(documents: [], problems: [problem])
    }
    var composer = Composer(reader: EventReader(text), limits: limits)
    do {
      let documents = try composer.documents()
      return Composition(documents: documents, problems: composer.problems)
    } catch {
      // libyaml stops at a forbidden character, but does not report clearly which one it is and where.
      let problems = text.firstForbiddenCharacter().map { [$0] } ?? composer.problems + [error]
      return Composition(documents: [], problems: problems)
    }
  }

  private init(reader: consuming EventReader, limits: Limits) {
    self.reader = reader
    self.limits = limits
  }

  private mutating func documents() throws(YAMLError) -> [Node] {
    var documents: [Node] = []
    while true {
      let next = try reader.next()
      switch next.event {
      case .streamEnd: return documents
      case .documentStart:
        // Anchors end with their document.
        anchors = [:]
        let node = try node(try reader.next())
        if !node.isNothing { documents.append(node) }
      default: continue
      }
    }
  }

  private mutating func node(_ first: consuming LocatedEvent) throws(YAMLError) -> Node {
    let (start, end) = (first.start, first.end)
    switch first.takeEvent() {
    case .alias(let name):
      return try alias(name, start, end)
    case .scalar(let scalar, let properties):
      try count(1, at: start)
      let node = Node(.scalar(scalar), tag: properties?.tag, start: start, end: end)
      if let anchor = properties?.anchor { anchors[anchor] = Anchor(node: node, size: 1) }
      return node
    case .sequenceStart(let properties):
      return try collection(start, end, properties?.anchor) { (composer) throws(YAMLError) in
        let (items, end) = try composer.items()
        return Node(.sequence(items), tag: properties?.tag, start: start, end: end)
      }
    case .mappingStart(let properties):
      return try collection(start, end, properties?.anchor) { (composer) throws(YAMLError) in
        let (entries, end) = try composer.entries()
        return Node(.mapping(entries), tag: properties?.tag, start: start, end: end)
      }
    default:
      throw YAMLError(.syntax("found an unexpected end", context: nil), at: start)
    }
  }

  private mutating func alias(_ name: String, _ start: Mark, _ end: Mark) throws(YAMLError) -> Node {
    if let open = openAnchors[name] {
      throw YAMLError(.aliasContainsItself(name), at: start, to: end, related: open)
    }
    guard let anchor = anchors[name] else {
      throw YAMLError(.unknownAlias(name), at: start, to: end)
    }
    try count(anchor.size, at: start)
    return anchor.node.aliased(start: start, end: end)
  }

  private mutating func collection(
    _ start: Mark, _ end: Mark, _ anchor: String?,
    _ body: (inout Composer) throws(YAMLError) -> Node
  ) throws(YAMLError) -> Node {
    depth += 1
    guard depth <= limits.depth else {
      throw YAMLError(.tooDeep(limit: limits.depth), at: start, to: end)
    }
    let before = nodeCount
    try count(1, at: start)
    let shadowed = anchor.map { openAnchors.updateValue(start, forKey: $0) }
    let node = try body(&self)
    if let anchor {
      openAnchors[anchor] = shadowed ?? nil
      anchors[anchor] = Anchor(node: node, size: nodeCount - before)
    }
    depth -= 1
    return node
  }

  private mutating func items() throws(YAMLError) -> ([Node], Mark) {
    var items: [Node] = []
    while true {
      let next = try reader.next()
      if next.event.isCollectionEnd { return (items, next.end) }
      items.append(try node(next))
    }
  }

  private mutating func entries() throws(YAMLError) -> ([Node.Entry], Mark) {
    var entries = MappingBuilder()
    while true {
      let next = try reader.next()
      if next.event.isCollectionEnd {
        let (result, problems) = entries.finish()
        self.problems += problems
        return (result, next.end)
      }
      let keyNode = try node(next)
      let value = try node(try reader.next())
      guard case .scalar(let scalar) = keyNode.content, keyNode.tag == nil else {
        problems.append(YAMLError(.keyIsNotText, at: keyNode.start, to: keyNode.end))
        continue
      }
      let key = Node.Key(scalar.text, start: keyNode.start, end: keyNode.end)
      if scalar.style == .plain, scalar.text == "<<" {
        try count(value.size, at: value.start)
        entries.merge(value, key)
      } else {
        entries.insert(value, key)
      }
    }
  }

  private mutating func count(_ nodes: Int, at mark: Mark) throws(YAMLError) {
    nodeCount += nodes
    guard nodeCount <= limits.nodes else {
      throw YAMLError(.tooManyNodes(limit: limits.nodes), at: mark)
    }
  }
}

extension Node {
  /// Whether the node is an empty document.
  fileprivate var isNothing: Bool {
    if case .scalar(let scalar) = content { scalar.text.isEmpty && scalar.style == .plain && tag == nil } else { false }
  }

  /// The number of nodes in the value, including the value itself.
  fileprivate var size: Int {
    switch content {
    case .scalar: 1
    case .sequence(let items): items.reduce(1) { $0 + $1.size }
    case .mapping(let entries): entries.reduce(1) { $0 + 1 + $1.value.size }
    }
  }
}
