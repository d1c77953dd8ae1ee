/// Something to be done to one preset.
public struct Operation: Hashable, Sendable {
  /// What is done, in the order of execution.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case rename, create, update, delete
  }

  /// Why a wanted operation may not be carried out.
  public struct Block: Hashable, Sendable {
    /// The kinds of reasons.
    public enum Reason: String, Hashable, Sendable {
      case protected, limit, policy
    }

    /// The kind of reason.
    public let reason: Reason
    /// The reason in words, with names and numbers.
    public let message: String
  }

  /// What is done.
  public let action: Action
  /// The preset's name, after a rename.
  public let name: ExactString
  /// The remote preset's id; nil for a create.
  public let id: String?
  /// The name before a rename.
  public let previousName: ExactString?
  /// The first token of the manifest; nil where no manifest asks for the operation.
  public let location: Location?
  /// Why the operation may not be carried out; nil where it may.
  public let blocked: Block?
  /// The fields that change; for a create, all that are set.
  public let changes: [FieldChange]

  /// Creates an operation that nothing blocks.
  public init(
    _ action: Action, name: ExactString, id: String? = nil, previousName: ExactString? = nil,
    location: Location? = nil, changes: [FieldChange] = []
  ) {
    self.action = action
    self.name = name
    self.id = id
    self.previousName = previousName
    self.location = location
    self.changes = changes
    blocked = nil
  }
}

extension Operation: Comparable {
  /// Operations are sorted as they are carried out: by action, then by name.
  public static func < (left: Operation, right: Operation) -> Bool {
    (left.action.rank, left.name) < (right.action.rank, right.name)
  }
}

extension Operation.Action {
  fileprivate var rank: Int {
    switch self {
    case .rename: 0
    case .create: 1
    case .update: 2
    case .delete: 3
    }
  }
}
