/// Presets as the API returned them.
public struct ObservedState: Hashable, Sendable {
  /// Every preset of the app.
  public let listed: [ListedPreset]
  /// The whole documents of those that were read, by name.
  public let documents: [ExactString: ObservedPreset]
  /// The names of those that were read and found to be as they are wanted. Their documents are not kept: they are most of all
  /// that is read, and nothing is to be done with them.
  public let settled: Set<ExactString>

  /// Takes what was listed and read; names of `documents` are unique.
  public init(listed: [ListedPreset], documents: [ObservedPreset], settled: Set<ExactString> = []) {
    self.listed = listed
    self.documents = Dictionary(documents.map { ($0.name, $0) }) { first, _ in first }
    self.settled = settled
  }
}

/// A row of the API's list.
public struct ListedPreset: Hashable, Sendable {
  /// The preset's id: a UUID.
  public let id: String
  /// The preset's name.
  public let name: ExactString

  /// Creates a row.
  public init(id: String, name: ExactString) {
    self.id = id
    self.name = name
  }
}

/// A remote preset with its whole document.
public struct ObservedPreset: Hashable, Sendable {
  /// The preset's id: a UUID.
  public let id: String
  /// The preset's name.
  public let name: ExactString
  /// The whole document as the API returned it.
  public let preset: Preset

  /// Creates an observed preset.
  public init(id: String, name: ExactString, preset: Preset) {
    self.id = id
    self.name = name
    self.preset = preset
  }
}
