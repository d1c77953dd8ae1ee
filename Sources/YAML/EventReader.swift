import CLibYAML

/// What libyaml reports of a text, piece by piece. An event is used up by what is built from it.
enum Event: ~Copyable {
  case streamStart, streamEnd, documentStart, documentEnd
  case alias(String)
  case scalar(Node.Scalar, Properties?)
  case sequenceStart(Properties?)
  case mappingStart(Properties?)
  /// The end of a sequence or mapping, whichever began last.
  case collectionEnd

  var isCollectionEnd: Bool {
    switch self {
    case .collectionEnd: true
    default: false
    }
  }
}

/// What stands before a node's content: its anchor and its tag. Few nodes have any.
final class Properties {
  let anchor: String?
  let tag: String?

  init(anchor: String?, tag: String?) {
    (self.anchor, self.tag) = (anchor, tag)
  }
}

/// An event and the place where it stands.
struct PlacedEvent: ~Copyable {
  let event: Event
  let start: Mark
  let end: Mark

  consuming func unplaced() -> Event { event }
}

/// Reads the events of a text through libyaml.
///
/// The only file of the project that touches pointers: what leaves it are Swift values.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Starts reading `text`, which is copied.
  init(_ text: SourceText) {
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: text.bytes.count)
    _ = input.initialize(from: text.bytes)
    // Initializing fails only when memory is exhausted.
    precondition(yaml_parser_initialize(parser) == 1, "libyaml could not allocate a parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// Reads the next event. After an error, or the stream's end, nothing more may be read.
  mutating func next() throws(Problem) -> PlacedEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    return PlacedEvent(
      event: Self.event(event), start: Mark(event.start_mark), end: Mark(event.end_mark))
  }

  private func problem() -> Problem {
    let context = parser.pointee.context.map { String(cString: $0) }
    let words = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
    return Problem(
      .syntax(words, context: context),
      at: Mark(parser.pointee.problem_mark),
      related: context == nil ? nil : Mark(parser.pointee.context_mark))
  }

  private static func event(_ event: yaml_event_t) -> Event {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
    default:
      let scalar = event.data.scalar
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        Node.Scalar(String(decoding: value, as: UTF8.self), style: style(scalar.style)),
        properties(scalar.anchor, scalar.tag))
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> Node.Scalar.Style {
    switch style {
    case YAML_PLAIN_SCALAR_STYLE: .plain
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .quoted
    }
  }

  private static func properties(
    _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Properties? {
    anchor == nil && tag == nil ? nil : Properties(anchor: text(anchor), tag: text(tag))
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

extension Mark {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
