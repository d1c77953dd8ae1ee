import OrderedCollections

extension JSON {
  /// Reads a value from a text that is JSON from its first byte to its last. Of a key that stands twice, the last one counts.
  public init(parsing bytes: [UInt8]) throws(JSONProblem) {
    (self, _) = try JSONOutline().read(bytes)
  }
}

/// Reads texts that are much alike: an object that has the same keys in the same order as its counterpart in an earlier text
/// shares them, and is read faster. What is read does not depend on what was read before.
public struct JSONReader: Sendable {
  /// The largest text that others are taken to be like, in bytes.
  private static let largestExample = 64 << 10

  private var outline = JSONOutline()

  /// Creates a reader that has read nothing yet.
  public init() {}

  /// Reads a value from a text that is JSON from its first byte to its last. Of a key that stands twice, the last one counts.
  public mutating func read(_ bytes: [UInt8]) throws(JSONProblem) -> JSON {
    let (value, isAlike) = try outline.read(bytes)
    if !isAlike, bytes.count <= Self.largestExample { outline = JSONOutline(of: value) }
    return value
  }
}

/// The keys of a value's objects, as far as objects hold each other.
private struct JSONOutline {
  /// The longest key of an object that has an outline, in bytes: one that is expected may be compared in vain with many.
  private static let longestKey = 128

  struct Object {
    /// The object, without its values.
    let keys: JSON.Object
    /// Where its members stand among those of all objects.
    let members: Range<Int>
  }

  struct Member {
    /// Where its key stands, in quotes, in the spelling of all keys.
    let key: Range<Int>
    /// The object that is its value.
    var object: Int?
  }

  private(set) var objects: [Object] = []
  private(set) var members: [Member] = []
  /// All keys as JSON spells them, one after the other.
  private var spelling: [UInt8] = []

  /// The outline of a value that has no keys.
  init() {}

  /// The outline of a value; the value itself comes first.
  init(of value: JSON) { _ = add(value) }

  /// Reads a value that may have the outline, and tells whether half of its objects had.
  func read(_ bytes: [UInt8]) throws(JSONProblem) -> (value: JSON, isAlike: Bool) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONProblem(message: "the text is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
    var parser = JSONParser(bytes, maximumDepth: 512, builder: ValueBuilder(along: self))
    let value = try parser.parse()
    return (value, parser.builder.isAlike)
  }

  private mutating func add(_ value: JSON) -> Int? {
    guard let object = value.object, object.keys.allSatisfy({ $0.text.utf8.count <= Self.longestKey })
    else { return nil }
    let (number, first) = (objects.count, members.count)
    for key in object.keys {
      let start = spelling.count
      spelling += JSON.string(key.text).bytes()
      members.append(Member(key: start..<spelling.count))
    }
    objects.append(Object(keys: object.mapValues { _ in .null }, members: first..<members.count))
    for (place, value) in object.values.enumerated() { members[first + place].object = add(value) }
    return number
  }

  /// Where a text goes on behind a member's key, if that stands at an index of it.
  func end(ofKeyOf member: Int, in bytes: [UInt8], at index: Int) -> Int? {
    let key = members[member].key
    let end = index + key.count
    guard end <= bytes.count else { return nil }
    return bytes.span.extracting(index..<end).holdsSameBytes(as: spelling.span.extracting(key)) ? end : nil
  }
}

/// Builds plain values; places are not kept.
private struct ValueBuilder: JSONBuilder {
  private let outline: JSONOutline
  /// The members of the objects that are being read, those of the innermost last.
  private var open: [Member] = []
  /// The object of the outline that the next value is probably like.
  private var likely: Int?
  /// How many objects had the keys that the outline has for them, and how many had not.
  private var (alike, others) = (0, 0)

  /// Whether half of the objects had the keys that the outline has for them.
  var isAlike: Bool { alike >= others }

  private struct Member {
    let key: ExactString
    let value: JSON
  }

  init(along outline: JSONOutline) {
    self.outline = outline
    likely = outline.objects.indices.first
  }

  /// The members of an object that is being read.
  struct Members {
    /// Where they begin among the open ones.
    let first: Int
    /// The object of the outline that it is probably like.
    let likely: Int?
    /// The member of the outline that probably comes next; the end of the object's ones where none does.
    var next: Int
    /// How many had the key of the member that was likely.
    var met = 0
  }

  func scalar(_ value: JSON, at range: Range<Int>) -> JSON { value }

  mutating func members() -> Members {
    defer { likely = nil }
    return Members(first: open.count, likely: likely, next: likely.map { outline.objects[$0].members.lowerBound } ?? 0)
  }

  mutating func knownKey(in bytes: [UInt8], at index: Int, after members: inout Members) -> (key: String, end: Int)? {
    guard let number = members.likely, case let range = outline.objects[number].members, range.contains(members.next),
      let end = outline.end(ofKeyOf: members.next, in: bytes, at: index)
    else { return nil }
    likely = outline.members[members.next].object
    defer {
      members.next += 1
      members.met += 1
    }
    return (outline.objects[number].keys.keys[members.next - range.lowerBound].text, end)
  }

  mutating func meet(_ key: String, after members: inout Members) {
    guard let number = members.likely else { return }
    let (keys, range) = (outline.objects[number].keys, outline.objects[number].members)
    // Behind a key that is not there, nobody knows what to expect.
    guard let place = keys.index(forKey: ExactString(key)) else { return members.next = range.upperBound }
    likely = outline.members[range.lowerBound + place].object
    members.next = range.lowerBound + place + 1
  }

  mutating func insert(_ value: JSON, _ key: String, at range: Range<Int>, into members: inout Members) {
    likely = nil
    open.append(Member(key: ExactString(key), value: value))
  }

  mutating func object(_ members: Members, at range: Range<Int>) -> JSON {
    let count = open.count - members.first
    defer { open.removeLast(count) }
    if let number = members.likely, members.met == count, outline.objects[number].members.count == count {
      alike += 1
      var index = members.first
      return .object(
        outline.objects[number].keys.mapValues { _ in
          defer { index += 1 }
          return open[index].value
        })
    }
    others += 1
    // Of known size, a dictionary takes no more memory than it must; an answer may have millions.
    var object = JSON.Object(minimumCapacity: count)
    for member in open[members.first...] { object[member.key] = member.value }
    return .object(object)
  }

  func array(_ items: [JSON], at range: Range<Int>) -> JSON { .array(items) }
}
