package import JSONValue
import OrderedCollections

extension FieldType {
  /// A map from plugin ids to entries (`PluginEntry`), compared entry by entry.
  package static let plugins = FieldType(
    "plugins", .plugins, expected: "a mapping", sample: [:], example: "{}",
    description: { quoted in
      let keys = PluginEntry.fields.map { quoted($0.path.description) }.joined(separator: ", ")
      return "a mapping from plugin ids to entries of \(keys) and the plugin's own settings"
    },
    jsonSchema: {
      let keys = PluginEntry.fields.map { ($0.path.section, JSON.object($0.type.jsonSchema)) }
      let entry: JSON = [
        "type": ["object", "string", "number"], "properties": .object(JSON.Object(uniqueKeysWithValues: keys)),
        "additionalProperties": ["not": ["type": "null"]],
      ]
      return ["type": "object", "additionalProperties": entry]
    },
    violation: { $0.object == nil ? .wrongType : nil })
}

/// The access of participants to plugins, by plugin id.
package struct PluginMap: FieldValue {
  package static var fieldType: FieldType { .plugins }

  package let json: JSON

  package init?(json: JSON) {
    guard json.object != nil else { return nil }
    self.json = json
  }
}
