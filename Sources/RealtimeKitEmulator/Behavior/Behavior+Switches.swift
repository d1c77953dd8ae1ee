import Schema

extension Behavior {
  /// A setting of the behavior that can be set from text.
  package struct Switch: Sendable {
    /// The name, such as `patch`.
    package let name: String
    /// The accepted values in help texts, such as `deep|shallow|section`.
    package let values: String
    fileprivate typealias Member<Value> = any WritableKeyPath<Behavior, Value> & Sendable
    fileprivate let apply: @Sendable (inout Behavior, String) -> Bool

    private init(_ name: String, _ values: String, _ apply: @escaping @Sendable (inout Behavior, String) -> Bool) {
      self.name = name
      self.values = values
      self.apply = apply
    }

    fileprivate static func flag(_ name: String, _ member: Member<Bool>) -> Switch {
      Switch(name, "true|false") { set(&$0, member, Bool($1)) }
    }

    fileprivate static func choice<Value: RawRepresentable & CaseIterable & Sendable>(
      _ name: String, _ member: Member<Value>
    ) -> Switch where Value.RawValue: LosslessStringConvertible {
      let values = Value.allCases.map { "\($0.rawValue)" }.joined(separator: "|")
      return Switch(name, values) { set(&$0, member, Value.RawValue($1).flatMap(Value.init)) }
    }

    fileprivate static func number(
      _ name: String, _ member: Member<Int>, atLeast minimum: Int
    ) -> Switch {
      Switch(name, "NUMBER") { set(&$0, member, Int($1).flatMap { $0 >= minimum ? $0 : nil }) }
    }

    /// A switch that adds to a list each time it is set.
    fileprivate static func list<Value>(
      _ name: String, _ values: String, _ member: Member<[Value]>,
      _ read: @escaping @Sendable (String) -> Value?
    ) -> Switch {
      Switch(name, values) { behavior, text in
        set(&behavior, member, read(text).map { behavior[keyPath: member] + [$0] })
      }
    }

    private static func set<Value>(
      _ behavior: inout Behavior, _ member: WritableKeyPath<Behavior, Value>, _ value: Value?
    ) -> Bool {
      guard let value else { return false }
      behavior[keyPath: member] = value
      return true
    }
  }

  /// Every switch.
  package static let switches: [Switch] = [
    .choice("patch", \.patch), .flag("update-answers-with-id", \.updateAnswersWithID),
    .flag("adds-defaults", \.addsDefaults), .flag("adds-unknown-fields", \.addsUnknownFields),
    .flag("reorders-keys", \.reordersKeys), .choice("envelope", \.envelope),
    .choice("error-envelope", \.errorEnvelope), .flag("empty-list-is-missing", \.emptyListIsMissing),
    .number("maximum-page-size", \.maximumPageSize, atLeast: 1), .flag("has-put", \.hasPut),
    .flag("put-keeps-unknown-fields", \.putKeepsUnknownFields), .choice("create-status", \.createStatus),
    .flag("create-answers-with-id", \.createAnswersWithID), .choice("search", \.search),
    .list("in-use", "GLOB", \.inUse) { $0.isEmpty ? nil : $0 }, .choice("in-use-status", \.inUseStatus),
    .number("read-lag", \.readLag, atLeast: 0), .choice("fresh-preset", \.freshPreset),
    .number("shifting-lists", \.shiftingLists, atLeast: 0), .choice("list-shift", \.listShift),
    .list("ignores-field", "FIELD", \.ignoredFields) { text in
      PresetSchema.current.declaration(at: FieldPath(text))?.path
    },
  ]

  /// Sets a switch from text such as `patch=shallow`.
  /// - Returns: Whether the switch and the value exist.
  package mutating func set(_ text: String) -> Bool {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let found = Self.switches.first(where: { $0.name == parts[0] }) else { return false }
    return found.apply(&self, parts[1])
  }
}
