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
  /// The members of the objects that are being read, those of the innermost last.
  private var open: [(key: ExactString, value: JSON)] = []

  func scalar(_ value: JSON, at range: Range<Int>) -> JSON { value }

  /// Where the members of a new object begin.
  func members() -> Int { open.count }

  mutating func insert(_ value: JSON, _ key: String, at range: Range<Int>, into members: inout Int) {
    open.append((ExactString(key), value))
  }

  mutating func object(_ first: Int, at range: Range<Int>) -> JSON {
    // Of known size, a dictionary takes no more memory than it must; an answer may have millions.
    var object = JSON.Object(minimumCapacity: open.count - first)
    for (key, value) in open[first...] { object[key] = value }
    open.removeLast(open.count - first)
    return .object(object)
  }

  func array(_ items: [JSON], at range: Range<Int>) -> JSON { .array(items) }
}
