import OrderedCollections

/// What presets were before a plan was carried out: enough to go back to it, fields that no manifest knows included.
public struct Snapshot: Hashable, Sendable {
  /// The app that the presets belong to.
  public let environment: Environment
  /// The presets that the plan touched as they were, sorted by name.
  public let presets: [ObservedPreset]
  /// The names that did not exist and that the plan created, sorted.
  public let absentNames: [ExactString]

  /// Creates a snapshot.
  public init(environment: Environment, presets: [ObservedPreset], absentNames: [ExactString] = []) {
    self.environment = environment
    self.presets = presets.sorted { $0.name < $1.name }
    self.absentNames = absentNames.sorted()
  }

  /// What there is before a plan is carried out, of all that it touches.
  ///
  /// The new name of a preset to be renamed is not an absent one: the preset is found again by its id.
  public init(before plan: Plan) {
    let operations = plan.operations.filter { $0.blocked == nil }
    self.init(
      environment: plan.environment,
      presets: operations.compactMap { operation in
        operation.id.flatMap { id in
          plan.observed[id].map { preset in
            ObservedPreset(id: id, name: operation.previousName ?? operation.name, preset: preset.body)
          }
        }
      },
      absentNames: operations.filter { $0.action == .create }.map(\.name))
  }

  /// The presets that a plan back to the snapshot needs to know, among those that are there now: by id, else by name, and
  /// those that did not exist.
  public func presetsToRead(among listed: [ListedPreset]) -> [ListedPreset] {
    let ids = Set(presets.map(\.id))
    let found = Set(listed.map(\.id)).intersection(ids)
    let names = Set(presets.filter { !found.contains($0.id) }.map(\.name)).union(absentNames)
    return listed.filter { ids.contains($0.id) || names.contains($0.name) }
  }
}

extension Snapshot {
  /// The snapshot as its JSON document, which `Snapshot(document:)` reads again.
  public var json: JSON {
    let members: JSON.Object = [
      "tool_version": .string(toolVersion),
      "environment": environment.json,
      "presets": .array(
        presets.map { preset in
          [
            "id": .string(preset.id), "name": .string(preset.name.text),
            "document": .object(preset.preset.document),
          ]
        }),
      "absent": .array(absentNames.map { .string($0.text) }),
    ]
    return JSON.document(kind: SavedDocument.snapshot.rawValue, members).signed
  }

  /// Reads a snapshot from its document.
  public init(document bytes: [UInt8]) throws(DocumentProblem) {
    self = try SnapshotReader(document: try JSON.saved(.snapshot, bytes)).snapshot()
  }
}

/// Reads the members of a snapshot's document, whose digest fits.
private struct SnapshotReader: DocumentReading {
  let document: JSON

  func snapshot() throws(DocumentProblem) -> Snapshot {
    let presets = try list("presets", preset)
    let absent = try list("absent") { (json) throws(DocumentProblem) in ExactString(try text(json, "absent")) }
    guard Set(presets.map(\.id)).count == presets.count else { throw .unknownValue(at: "presets[].id") }
    let names = presets.map(\.name) + absent
    guard Set(names).count == names.count else { throw .unknownValue(at: "presets[].name") }
    return Snapshot(environment: try environment(), presets: presets, absentNames: absent)
  }

  private func preset(_ json: JSON) throws(DocumentProblem) -> ObservedPreset {
    ObservedPreset(
      id: try text(json["id"], "presets[].id"), name: ExactString(try text(json["name"], "presets[].name")),
      preset: Preset(try wanted(json["document"]?.object, "presets[].document")))
  }
}
