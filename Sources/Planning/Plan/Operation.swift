package import Diagnostics
package import JSONValue

/// The creation, update, rename, or deletion of one preset.
package struct Operation: Hashable, Sendable {
  /// The kinds of operations, in the order of execution.
  package enum Action: String, Hashable, Sendable, CaseIterable {
    case rename, create, update, delete
  }

  /// The reason why an operation is blocked.
  package struct Block: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
      case protected, limit, policy
    }

    package let reason: Reason
    /// An explanation with names and numbers.
    package let message: String

    package init(_ reason: Reason, _ message: String) {
      self.reason = reason
      self.message = message
    }
  }

  package let action: Action
  /// The preset's name, after a rename.
  package let name: ExactString
  /// The remote preset's id; nil for a create.
  package let id: String?
  /// The name before a rename.
  package let previousName: ExactString?
  /// The first token of the manifest; nil if no manifest declares the preset.
  package let location: Location?
  /// Why the operation is blocked; nil if it is allowed.
  package var blocked: Block?
  /// The origin of a create, rename, or delete; nil in unlabeled plans, and for updates, whose changes have origins.
  package var origin: Origin?
  /// The fields that change; for a create, all fields that the manifest sets.
  package var changes: [FieldChange]

  package init(
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

  /// Returns whether the operation or one of its changes has an origin.
  package func comes(from origin: Origin) -> Bool {
    self.origin == origin || changes.contains { $0.origin == origin }
  }
}

extension Operation: Comparable {
  /// Sorts operations in the order of execution: by action, then by name.
  package static func < (left: Operation, right: Operation) -> Bool {
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
