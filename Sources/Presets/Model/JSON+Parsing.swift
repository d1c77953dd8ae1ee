import OrderedCollections

extension JSON {
  /// Reads a value from a text that is JSON from its first byte to its last. Of a key that stands twice, the last one counts.
  public init(parsing bytes: [UInt8]) throws(JSONProblem) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONProblem(message: "the text is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
    var parser = JSONParser(bytes, maximumDepth: 512, builder: ValueBuilder())
    self = try parser.parse()
  }
}

/// Builds plain values; places are not kept.
private struct ValueBuilder: JSONBuilder {
  func scalar(_ value: JSON, at range: Range<Int>) -> JSON { value }

  func members() -> [(key: ExactString, value: JSON)] { [] }

  func insert(
    _ value: JSON, _ key: String, at range: Range<Int>, into members: inout [(key: ExactString, value: JSON)]
  ) {
    members.append((ExactString(key), value))
  }

  func object(_ members: [(key: ExactString, value: JSON)], at range: Range<Int>) -> JSON {
    // Of known size, a dictionary is made once; it would be made anew whenever it has grown.
    var object = JSON.Object(minimumCapacity: members.count)
    for (key, value) in members { object[key] = value }
    return .object(object)
  }

  func array(_ items: [JSON], at range: Range<Int>) -> JSON { .array(items) }
}
