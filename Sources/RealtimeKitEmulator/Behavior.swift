/// What is not known of the real API, as switches: whatever the truth is, the program must be right.
public struct Behavior: Hashable, Sendable {
  /// How far PATCH merges what it is sent into what it has.
  public enum Merging: String, Hashable, Sendable, CaseIterable {
    /// At every depth.
    case deep
    /// Within a section: `permissions.chat` replaces the whole of `permissions.chat`.
    case shallow
    /// Not at all: `permissions` replaces the whole of `permissions`.
    case section
  }

  /// The member in which a success carries what was asked for.
  public enum Envelope: String, Hashable, Sendable, CaseIterable {
    case data, result
  }

  /// The form in which an error comes.
  public enum ErrorEnvelope: String, Hashable, Sendable, CaseIterable {
    case service, gateway
  }

  /// How far PATCH merges.
  public var patch = Merging.deep
  /// Whether the answer to an update holds the preset's id.
  public var updateAnswersWithID = true
  /// Whether reads add optional fields that were never sent.
  public var addsDefaults = true
  /// Whether presets have fields that the schema does not know.
  public var addsUnknownFields = false
  /// Whether reads give keys in another order than they were sent.
  public var reordersKeys = false
  /// Where a success carries what was asked for.
  public var envelope = Envelope.data
  /// The form in which errors come.
  public var errorEnvelope = ErrorEnvelope.service
  /// Whether the list of an app without presets is a 404.
  public var emptyListIsMissing = false
  /// The number of rows that a page has at most.
  public var maximumPageSize = 100
  /// Whether presets can be replaced by PUT.
  public var hasPut = true
  /// Whether PUT keeps fields that the schema does not know.
  public var putKeepsUnknownFields = true

  /// Creates the behavior that the documentation suggests.
  public init() {}

  /// The names of the switches and the values they take, as `set` does.
  public static let switches: [(name: String, values: String)] = [
    ("patch", "deep|shallow|section"), ("update-answers-with-id", "true|false"),
    ("adds-defaults", "true|false"), ("adds-unknown-fields", "true|false"),
    ("reorders-keys", "true|false"), ("envelope", "data|result"), ("error-envelope", "service|gateway"),
    ("empty-list-is-missing", "true|false"), ("maximum-page-size", "NUMBER"), ("has-put", "true|false"),
    ("put-keeps-unknown-fields", "true|false"),
  ]

  /// Turns a switch, given as text such as `patch=shallow`; false where there is no such switch or value.
  public mutating func set(_ text: String) -> Bool {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    return set(parts[0], to: parts[1])
  }

  private mutating func set(_ name: String, to value: String) -> Bool {
    switch name {
    case "patch": Self.assign(Merging(rawValue: value), to: &patch)
    case "update-answers-with-id": Self.assign(Bool(value), to: &updateAnswersWithID)
    case "adds-defaults": Self.assign(Bool(value), to: &addsDefaults)
    case "adds-unknown-fields": Self.assign(Bool(value), to: &addsUnknownFields)
    case "reorders-keys": Self.assign(Bool(value), to: &reordersKeys)
    case "envelope": Self.assign(Envelope(rawValue: value), to: &envelope)
    case "error-envelope": Self.assign(ErrorEnvelope(rawValue: value), to: &errorEnvelope)
    case "empty-list-is-missing": Self.assign(Bool(value), to: &emptyListIsMissing)
    case "maximum-page-size": Self.assign(Int(value).flatMap { $0 > 0 ? $0 : nil }, to: &maximumPageSize)
    case "has-put": Self.assign(Bool(value), to: &hasPut)
    case "put-keeps-unknown-fields": Self.assign(Bool(value), to: &putKeepsUnknownFields)
    default: false
    }
  }

  private static func assign<Value>(_ value: Value?, to target: inout Value) -> Bool {
    guard let value else { return false }
    target = value
    return true
  }
}
