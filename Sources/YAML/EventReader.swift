import CLibYAML

/// A parsing event of libyaml. It is noncopyable, so that its content moves into the node that is built from it.
enum Event: ~Copyable {
  case streamStart, streamEnd, documentStart, documentEnd
  case alias(String)
  case scalar(Node.Scalar, Properties?)
  case sequenceStart(Properties?)
  case mappingStart(Properties?)
  /// The end of the innermost open sequence or mapping.
  case collectionEnd

  var isCollectionEnd: Bool {
    switch self {
    case .collectionEnd: true
    default: false
    }
  }
}

/// The anchor and the tag of a node. A class keeps events small, because few nodes have either.
final class Properties {
  let anchor: String?
  let tag: String?

  init(anchor: String?, tag: String?) {
    (self.anchor, self.tag) = (anchor, tag)
  }
}

/// An event and its location.
struct LocatedEvent: ~Copyable {
  let event: Event
  let start: Mark
  let end: Mark

  consuming func takeEvent() -> Event { event }
}

/// Reads the events of a text through libyaml.
///
/// This is the only file of the project that uses pointers. It returns Swift values only.
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

  /// Returns the next event. Must not be called again after an error or the end of the stream.
  mutating func next() throws(YAMLError) -> LocatedEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    return LocatedEvent(
      event: Self.event(event), start: Mark(event.start_mark), end: Mark(event.end_mark))
  }

  private func problem() -> YAMLError {
    let context = parser.pointee.context.map { String(cString: $0) }
    let message = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
    return YAMLError(
      .syntax(message, context: context),
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
