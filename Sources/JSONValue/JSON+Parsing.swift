import OrderedCollections

extension JSON {
  /// Parses a text that is one JSON value from its first byte to its last.
  ///
  /// The last value of a duplicate key wins, as in most readers.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONError(message: "the text is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
    var parser = JSONParser(bytes, maximumDepth: 512, builder: ValueBuilder())
    self = try parser.parse()
  }
}

/// Builds plain values; positions in the text are dropped.
private struct ValueBuilder: JSONBuilder {
  func scalar(_ value: JSON, at range: Range<Int>) -> JSON { value }

  func members() -> JSON.Object { [:] }

  func insert(_ value: JSON, _ key: String, at range: Range<Int>, into members: inout JSON.Object) {
    members[ExactString(key)] = value
  }

  func object(_ members: JSON.Object, at range: Range<Int>) -> JSON { .object(members) }

  func array(_ items: [JSON], at range: Range<Int>) -> JSON { .array(items) }
}
