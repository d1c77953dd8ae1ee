/// Something to be done to one preset.
public struct Operation: Hashable, Sendable {
  /// What is done, in the order of execution.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case rename, create, update, delete
  }

  /// Why a wanted operation may not be carried out.
  public struct Block: Hashable, Sendable {
    /// The kinds of reasons.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
      case protected, limit, policy
    }

    /// The kind of reason.
    public let reason: Reason
    /// The reason in words, with names and numbers.
    public let message: String

    /// Creates a block.
    public init(_ reason: Reason, _ message: String) {
      self.reason = reason
      self.message = message
    }
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
  public var blocked: Block?
  /// Why the preset is created, renamed or deleted; nil where nobody asked, and for updates, whose changes tell.
  public var origin: Origin?
  /// The fields that change; for a create, all that are set.
  public var changes: [FieldChange]

  /// Creates an operation.
  public init(
    _ action: Action, name: ExactString, id: String? = nil, previousName: ExactString? = nil,
    location: Location? = nil, blocked: Block? = nil, origin: Origin? = nil, changes: [FieldChange] = []
  ) {
    self.action = action
    self.name = name
    self.id = id
    self.previousName = previousName
    self.location = location
    self.blocked = blocked
    self.origin = origin
    self.changes = changes
  }

  /// Whether anything in it is so because of `origin`.
  public func comes(from origin: Origin) -> Bool {
    self.origin == origin || changes.contains { $0.origin == origin }
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
