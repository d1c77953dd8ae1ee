package import JSONValue
package import Manifests
import Schema

/// The presets that a plan touches, as they were before it was applied, including unmanaged fields.
package struct Snapshot: Hashable, Sendable {
  /// The environment that the presets belong to.
  package let environment: Environment
  /// The touched presets, sorted by name.
  package let presets: [ObservedPreset]
  /// The names of the presets that the plan creates, sorted. Restoring deletes them.
  package let absentNames: [ExactString]

  package init(environment: Environment, presets: [ObservedPreset], absentNames: [ExactString] = []) {
    self.environment = environment
    self.presets = presets.sorted { $0.name < $1.name }
    self.absentNames = absentNames.sorted()
  }

  /// Creates a snapshot of the presets that a plan touches.
  ///
  /// The new name of a renamed preset is not in `absentNames`, because restoring finds the preset by id.
  package init(before plan: Plan) {
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

  /// Returns the listed presets whose documents a restore requires: presets of the snapshot, by id or else by name, and
  /// presets that did not exist then.
  package func presetsToRead(among listed: [ListedPreset]) -> [ListedPreset] {
    let ids = Set(presets.map(\.id))
    let found = Set(listed.map(\.id)).intersection(ids)
    let names = Set(presets.filter { !found.contains($0.id) }.map(\.name)).union(absentNames)
    return listed.filter { ids.contains($0.id) || names.contains($0.name) }
  }
}
