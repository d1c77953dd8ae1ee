import JSONValue
import OrderedCollections
package import Schema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A preset in the emulator's storage.
package struct StoredPreset: Hashable, Sendable {
  /// The preset's id: a UUID.
  package let id: String
  let createdAt: String
  var updatedAt: String
  /// `name`, `config`, `permissions`, `ui` and unknown fields.
  package var document: Preset

  /// The preset's row in lists.
  var row: JSON {
    [
      "id": .string(id), "name": .string(document.name), "created_at": .string(createdAt),
      "updated_at": .string(updatedAt),
    ]
  }

  /// Returns the preset as it appears in responses.
  /// - Parameter withID: Whether it includes the id.
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

  /// Merges the body of a PATCH into the document.
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
  /// Returns the value with another merged into it; objects are merged down to a depth, other values are replaced.
  fileprivate func merged(with other: JSON, depth: Int) -> JSON {
    guard depth > 0, var members = object, let others = other.object else { return other }
    for (key, value) in others {
      members[key] = members[key]?.merged(with: value, depth: depth - 1) ?? value
    }
    return .object(members)
  }

  /// The value with the members of all objects in reverse order.
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
  /// - Parameter number: The preset's number, from 1, which its id is made from.
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

  /// Fields that a newer API might add. Their number formats and characters test that values survive unchanged.
  private static let unknownFields: [(FieldPath, JSON)] = [
    ("config.layout_beta", ["mode": "auto", "ratio": .number(JSON.Number("1.50") ?? JSON.Number(0))]),
    ("permissions.can_wave", false),
    ("permissions.chat.reactions", ["allowed": ["👍", "é"]]),
    ("ui.design_tokens.shadow", "soft"),
    ("organization_id", "local"),
  ]

  /// Returns the current time in the API's format.
  static func timestamp() -> String {
    Date.now.formatted(.iso8601)
  }
}
