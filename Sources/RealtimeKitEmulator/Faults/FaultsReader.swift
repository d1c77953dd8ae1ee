package import Diagnostics
import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import Schema
import YAML

extension Faults {
  /// The keys that a fault can have.
  package static var keys: [String] { FaultsReader.Key.allCases.map(\.rawValue).sorted() }

  /// Reads a JSON list of faults. The result is only valid if no diagnostic is an error.
  /// - Parameter file: The file name in diagnostics.
  package static func read(_ bytes: [UInt8], file: String) -> (faults: Faults, diagnostics: [Diagnostic]) {
    let text = ManifestText(bytes, file: file, format: .json)
    var reader = FaultsReader(file: file)
    let isEmpty = text.diagnostics.contains { $0.problem == .emptyFile(.manifest) }
    if isEmpty { reader.reportNoList(.nothing, at: Location(file: file)) }
    let json = try? JSON(parsing: bytes)
    let rules = text.documents.first.flatMap { node in json.map { reader.rules($0, node) } } ?? []
    let diagnostics = (isEmpty ? [] : text.diagnostics) + reader.diagnostics
    return (Faults(rules), text.withExcerpts(diagnostics).sorted())
  }
}

/// Reads faults and collects diagnostics. Values come from the JSON, locations from the YAML nodes of the same text.
private struct FaultsReader {
  let file: String
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String) {
    self.file = file
  }

  fileprivate enum Key: String, CaseIterable {
    case method, path, nth, times, status, persist, drop, delay, body, answer, trickle
    case retryAfter = "retry_after"

    /// The type of the value; nil for any text or JSON.
    var type: FieldType? {
      switch self {
      case .method: .choice(["GET", "POST", "PATCH", "PUT", "DELETE"])
      case .path: .text
      case .nth, .times: .wholeNumber(.init(minimum: 1))
      case .status: .wholeNumber(.init(minimum: 200, maximum: 599))
      case .persist, .drop: .boolean
      case .delay, .trickle: .number(.init(maximum: 86_400))
      case .answer: .choice(Array(contents.keys.sorted()))
      case .body, .retryAfter: nil
      }
    }
  }

  private static let contents: [String: Faults.Effect.Content] = [
    "half": .half, "html": .html, "empty": .empty, "oversized": .oversized,
  ]

  mutating func rules(_ json: JSON, _ node: Node) -> [Faults.Rule] {
    guard let items = json.array, case .sequence(let nodes) = node.content else {
      reportNoList(FoundValue(json), at: Location(node.start, in: file))
      return []
    }
    return zip(items, nodes).compactMap { rule($0, $1) }
  }

  private mutating func rule(_ json: JSON, _ node: Node) -> Faults.Rule? {
    guard let members = json.object, case .mapping(let entries) = node.content else {
      report(.wrongShape(expected: .mapping, found: FoundValue(json)), from: node.start, to: node.end)
      return nil
    }
    var values: [Key: JSON] = [:]
    for entry in entries {
      if let key = Key(rawValue: entry.key.text) {
        values[key] = members[ExactString(key.rawValue)].flatMap { checked($0, key, entry.value) }
      } else {
        let known = Faults.keys
        report(.unknownKey(entry.key.text, known: known), from: entry.key.start, to: entry.key.end)
      }
    }
    reportContradictions(values, entries)
    let requests = Faults.Requests(
      values[.method]?.string.flatMap { HTTPRequest.Method($0) }, values[.path]?.string.map(\.withoutSlash))
    return Faults.Rule(Self.effect(values), on: requests, nth: values[.nth]?.int, times: values[.times]?.int)
  }

  /// Returns the effect that values describe. Without any effect, it is the status 500.
  private static func effect(_ values: [Key: JSON]) -> Faults.Effect {
    let isCut = values[.drop]?.bool == true
    let isOrdinary = [Key.body, .answer, .delay, .trickle].contains { values[$0] != nil }
    let implied = isCut || isOrdinary && values[.retryAfter] == nil ? nil : values[.retryAfter] == nil ? 500 : 429
    let status = values[.status]?.int ?? implied
    let isFailure = isCut || status.map { !(200..<300).contains($0) } ?? false
    var effect = Faults.Effect(persists: values[.persist]?.bool ?? !isFailure)
    effect.status = status
    effect.isCut = isCut
    effect.retryAfter = values[.retryAfter].map { $0.string ?? $0.text() }
    effect.delay = values[.delay]?.double.map { .seconds($0) } ?? .zero
    effect.trickle = values[.trickle]?.double.map { .seconds($0) } ?? .zero
    effect.content =
      values[.body].map { .text($0.string ?? $0.text()) } ?? values[.answer]?.string.flatMap { contents[$0] }
      ?? .ordinary
    return effect
  }

  // MARK: Values

  /// Returns the value of a key, or reports why it is invalid.
  private mutating func checked(_ value: JSON, _ key: Key, _ node: Node) -> JSON? {
    let value = key == .method ? value.string.map { .string($0.uppercased()) } ?? value : value
    let problem: Problem? =
      switch (key, value) {
      case (.body, _), (.retryAfter, .string), (.retryAfter, .number): nil
      case (_, .null): .missingValue(key.type ?? .text)
      default: Self.problem(value, key.type ?? .text)
      }
    guard let problem else { return value }
    report(problem, from: node.start, to: node.end)
    return nil
  }

  private static func problem(_ value: JSON, _ type: FieldType) -> Problem? {
    switch type.violation(of: value) {
    case nil: nil
    case .wrongType?: .wrongType(expected: type, found: FoundValue(value))
    case .invalid(let message, let hint)?: .invalidValue(message, hint: hint)
    }
  }

  /// Reports keys that have no effect because of other keys.
  private mutating func reportContradictions(_ values: [Key: JSON], _ entries: [Node.Entry]) {
    let rules: [(Key, with: Key, applies: Bool)] =
      [Key.status, .retryAfter, .body, .answer, .trickle].map { ($0, .drop, values[.drop] == .bool(true)) }
      + [(.answer, .body, values[.body] != nil)]
    for (key, other, applies) in rules where applies && values[key] != nil {
      guard let entry = entries.last(where: { $0.key.text == key.rawValue }) else { continue }
      let message = "'\(key.rawValue)' has no effect with '\(other.rawValue)'"
      report(
        .settingWithoutEffect(message), from: entry.key.start,
        to: entry.key.end)
    }
  }

  // MARK: Reports

  mutating func reportNoList(_ found: FoundValue, at location: Location) {
    let words =
      switch found {
      case .nothing: "nothing"
      case .mapping: "a mapping"
      default: "a single value"
      }
    let problem = Problem(
      rule: "wrong-type", "expected a list of faults, found \(words)", hint: #"write [{"status": 500}]"#)
    diagnostics.append(Diagnostic(problem, at: location))
  }

  private mutating func report(_ problem: Problem, from start: Mark, to end: Mark) {
    let width = start.line == end.line ? max(1, end.column - start.column) : 1
    diagnostics.append(Diagnostic(problem, at: Location(start, in: file), width: width))
  }
}

extension FoundValue {
  /// The kind of a JSON value.
  fileprivate init(_ value: JSON) {
    switch value {
    case .null: self = .nothing
    case .string(let text): self = .text(text)
    case .array: self = .list
    case .object: self = .mapping
    case .bool, .number: self = .plain(value.text())
    }
  }
}

extension String {
  /// The path without a leading slash.
  fileprivate var withoutSlash: String { hasPrefix("/") ? String(dropFirst()) : self }
}
