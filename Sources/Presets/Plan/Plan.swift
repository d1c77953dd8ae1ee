import OrderedCollections

/// All operations that make one environment equal to its manifests, or to a snapshot: a value to be shown, saved and applied.
public struct Plan: Hashable, Sendable {
  /// The environment that the plan was made for.
  public let environment: Environment
  /// What the manifests were compared with to tell intent from drift; nil where nobody asked.
  public var base: Base?
  /// The operations in the order of execution.
  public var operations: [Operation]
  /// Remote presets that no manifest declares, or no snapshot holds, and that are left alone, sorted.
  public let unmanaged: [ExactString]
  /// Remote presets that would be deleted if pruning were on, sorted.
  public let prunable: [ExactString]
  /// What a person should know before applying.
  public var warnings: [Diagnostic]
  /// The number of declared presets that are as they should be.
  public let unchanged: Int
  /// What the plan saw of the presets that operations touch, by id: `name`, `config`, `permissions`, `ui`.
  public let observed: [String: Preset]
  /// The file of the snapshot that the plan goes back to; nil where it makes the app equal to its manifests.
  public let restores: String?

  /// Creates a plan of operations in the order of execution.
  public init(
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

  /// Earlier manifests: those of a revision, or of a folder.
  public struct Base: Hashable, Sendable {
    /// The revision or the folder as it was asked for: `origin/main`.
    public let reference: String
    /// The commit whose manifests were read: the merge base; nil for a folder.
    public let commit: String?

    /// Names earlier manifests.
    public init(_ reference: String, commit: String? = nil) {
      self.reference = reference
      self.commit = commit
    }
  }

  /// Whether there is nothing to do.
  public var isEmpty: Bool { operations.isEmpty }

  /// Whether anything that is wanted may not be done.
  public var isBlocked: Bool { operations.contains { $0.blocked != nil } }

  /// Why operations may not be carried out, each reason with those that it blocks, in the plan's order.
  var blocks: [(Operation.Block, [Operation])] {
    OrderedDictionary(grouping: operations.filter { $0.blocked != nil }, by: \.blocked)
      .compactMap { block, operations in block.map { ($0, operations) } }
  }

  /// What the plan adds up to.
  public var summary: Summary { Summary(self) }

  /// The numbers of a plan.
  public struct Summary: Hashable, Sendable {
    /// Presets to create.
    public let create: Int
    /// Presets to update.
    public let update: Int
    /// Presets to rename, with or without other changes.
    public let rename: Int
    /// Presets to delete.
    public let delete: Int
    /// Operations that are wanted but may not be carried out.
    public let blocked: Int
    /// Declared presets that are as they should be.
    public let unchanged: Int
    /// Remote presets that no manifest declares.
    public let unmanaged: Int
    /// Field changes of updates and renames.
    public let changes: Int
    /// Changes that come from the manifests.
    public let intent: Int
    /// Changes that come from the remote side.
    public let drift: Int
    /// Changes that give participants more power.
    public let widens: Int

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
