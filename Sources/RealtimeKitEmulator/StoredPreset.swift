import OrderedCollections
public import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A preset as the emulated server keeps it.
public struct StoredPreset: Hashable, Sendable {
  /// The id under which it is read and written: a UUID.
  public let id: String
  let createdAt: String
  var updatedAt: String
  /// `name`, `config`, `permissions`, `ui` and unknown fields.
  public var document: Preset

  /// The row of the list.
  var row: JSON {
    [
      "id": .string(id), "name": .string(document.name), "created_at": .string(createdAt),
      "updated_at": .string(updatedAt),
    ]
  }

  /// What a read answers with, or another call that may leave the id out.
  func answer(_ behavior: Behavior, withID: Bool = true) -> JSON {
    var answer = document
    if behavior.addsDefaults {
      for field in PresetSchema.current.fields where !field.isRequired && answer[field.path] == nil {
        if let value = field.suggested { answer[field.path] = value }
      }
    }
    answer.document["id"] = withID ? .string(id) : nil
    answer.document["created_at"] = .string(createdAt)
    answer.document["updated_at"] = .string(updatedAt)
    let json = JSON.object(answer.document)
    return behavior.reordersKeys ? json.reordered : json
  }

  /// Lays a PATCH's body into the document.
  mutating func merge(_ body: JSON.Object, _ merging: Behavior.Merging) {
    for (key, value) in body {
      let old = document.document[key]
      document.document[key] =
        switch merging {
        case .deep: old?.merged(with: value, depth: .max) ?? value
        case .shallow: old?.merged(with: value, depth: 1) ?? value
        case .section: value
        }
    }
  }
}

extension JSON {
  /// The value with another laid over it, objects being merged down to a depth.
  fileprivate func merged(with other: JSON, depth: Int) -> JSON {
    guard depth > 0, var members = object, let others = other.object else { return other }
    for (key, value) in others {
      members[key] = members[key]?.merged(with: value, depth: depth - 1) ?? value
    }
    return .object(members)
  }

  /// The value with the members of all objects in the opposite order.
  fileprivate var reordered: JSON {
    switch self {
    case .array(let items): .array(items.map(\.reordered))
    case .object(let members):
      .object(Object(uniqueKeysWithValues: members.reversed().map { ($0.key, $0.value.reordered) }))
    default: self
    }
  }
}

extension StoredPreset {
  /// The preset of the given number, from 1, that is created now.
  init(_ body: Preset, number: Int, _ behavior: Behavior) {
    var document = body
    if behavior.addsUnknownFields {
      for (path, value) in Self.unknownFields { document[path] = value }
    }
    let digits = String(number, radix: 16)
    let now = Self.timestamp()
    self.init(
      id: "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits,
      createdAt: now, updatedAt: now, document: document)
  }

  /// Fields as a newer API might add them; their spelling is part of the test.
  private static let unknownFields: [(FieldPath, JSON)] = [
    ("config.layout_beta", ["mode": "auto", "ratio": .number(JSON.Number("1.50") ?? JSON.Number(0))]),
    ("permissions.can_wave", false),
    ("permissions.chat.reactions", ["allowed": ["👍", "é"]]),
    ("ui.design_tokens.shadow", "soft"),
    ("organization_id", "local"),
  ]

  /// The time as the API writes it.
  static func timestamp() -> String {
    Date.now.formatted(.iso8601)
  }
}
