package import JSONValue
package import Schema

/// The presets of an app as the API returned them.
package struct ObservedState: Hashable, Sendable {
  /// Every preset of the app.
  package let listed: [ListedPreset]
  /// The documents that were read, by name.
  package let documents: [ExactString: ObservedPreset]

  /// - Parameter documents: Presets with unique names.
  package init(listed: [ListedPreset], documents: [ObservedPreset]) {
    self.listed = listed
    self.documents = Dictionary(documents.map { ($0.name, $0) }) { first, _ in first }
  }
}

/// A row of the API's list.
package struct ListedPreset: Hashable, Sendable {
  /// A UUID.
  package let id: String
  package let name: ExactString

  package init(id: String, name: ExactString) {
    self.id = id
    self.name = name
  }
}

/// A remote preset with its document.
package struct ObservedPreset: Hashable, Sendable {
  /// A UUID.
  package let id: String
  package let name: ExactString
  /// The document as the API returned it.
  package let preset: Preset

  package init(id: String, name: ExactString, preset: Preset) {
    self.id = id
    self.name = name
    self.preset = preset
  }
}
