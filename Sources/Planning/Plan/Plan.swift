package import Diagnostics
package import JSONValue
package import Manifests
import OrderedCollections
package import Schema

/// The operations that make an environment match its manifests or a snapshot.
///
/// A plan is a value that can be shown, saved, and applied.
///
/// ```swift
/// let plan = Planner.plan(environment, desired: desired, observed: observed)
/// if plan.isBlocked { print(plan.blocks) }
/// ```
package struct Plan: Hashable, Sendable {
  /// The environment that the plan was made for.
  package let environment: Environment
  /// The earlier manifests that separate intent from drift; nil without `--base`.
  package var base: Base?
  /// The operations in the order of execution.
  package var operations: [Operation]
  /// Remote presets that are neither declared nor in the restored snapshot, sorted. They are never touched.
  package let unmanaged: [ExactString]
  /// Remote presets that would be deleted if pruning were on, sorted.
  package let prunable: [ExactString]
  /// Problems that do not block the plan.
  package var warnings: [Diagnostic]
  /// The number of declared presets that need no operation.
  package let unchanged: Int
  /// The touched presets as observed when the plan was made, by id: `name`, `config`, `permissions`, and `ui`.
  package let observed: [String: Preset]
  /// The snapshot file that the plan restores; nil for a plan from manifests.
  package let restores: String?

  /// - Parameter operations: The operations in the order of execution.
  package init(
    environment: Environment, base: Base? = nil, operations: [Operation], unmanaged: [ExactString] = [],
    prunable: [ExactString] = [], warnings: [Diagnostic] = [], unchanged: Int = 0, observed: [String: Preset] = [:],
    restores: String? = nil
  ) {
    self.environment = environment
    self.base = base
    self.operations = operations
    self.unmanaged = unmanaged
    self.prunable = prunable
    self.warnings = warnings
    self.unchanged = unchanged
    self.observed = observed
    self.restores = restores
  }

  /// The earlier manifests that a plan is compared with: those of a git revision or a folder.
  package struct Base: Hashable, Sendable {
    /// The revision or folder as given, such as `origin/main`.
    package let reference: String
    /// The commit whose manifests were read, which is the merge base; nil for a folder.
    package let commit: String?

    package init(_ reference: String, commit: String? = nil) {
      self.reference = reference
      self.commit = commit
    }
  }

  /// Whether there is nothing to do.
  package var isEmpty: Bool { operations.isEmpty }

  /// Whether any operation is blocked.
  package var isBlocked: Bool { operations.contains { $0.blocked != nil } }

  /// The reasons for blocked operations, each with the operations that it blocks, in the plan's order.
  package var blocks: [(Operation.Block, [Operation])] {
    OrderedDictionary(grouping: operations.filter { $0.blocked != nil }, by: \.blocked)
      .compactMap { block, operations in block.map { ($0, operations) } }
  }

  package var summary: Summary { Summary(self) }

  /// The counts of a plan's operations and changes.
  package struct Summary: Hashable, Sendable {
    /// Presets to create.
    package let create: Int
    /// Presets to update.
    package let update: Int
    /// Presets to rename, with or without other changes.
    package let rename: Int
    /// Presets to delete.
    package let delete: Int
    /// Blocked operations.
    package let blocked: Int
    /// Declared presets that need no operation.
    package let unchanged: Int
    /// Remote presets that no manifest declares.
    package let unmanaged: Int
    /// Field changes of updates and renames.
    package let changes: Int
    /// Changes that come from the manifests.
    package let intent: Int
    /// Changes that come from the remote app.
    package let drift: Int
    /// Changes that give participants more power.
    package let widens: Int

    init(_ plan: Plan) {
      func count(_ action: Operation.Action) -> Int { plan.operations.count { $0.action == action } }
      let changes = plan.operations.filter { [.update, .rename].contains($0.action) }.flatMap(\.changes)
      create = count(.create)
      update = count(.update)
      rename = count(.rename)
      delete = count(.delete)
      blocked = plan.operations.count { $0.blocked != nil }
      unchanged = plan.unchanged
      unmanaged = plan.unmanaged.count
      self.changes = changes.count
      intent = changes.count { $0.origin == .intent }
      drift = changes.count { $0.origin == .drift }
      widens = changes.count { $0.effects.contains(.widens) }
    }
  }
}
