/// How much one plan may do, so that a mistake does not become a catastrophe.
public struct OperationLimits: Hashable, Sendable {
  /// The most presets to update, rename or delete.
  public enum Changes: Hashable, Sendable {
    /// So many of them.
    case count(Int)
    /// So many of a hundred presets in scope.
    case percent(Int)

    /// Takes a limit as it is written: `20`, or `50%`.
    public init?(_ text: String) {
      let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
        return nil
      }
      guard text.hasSuffix("%") else {
        self = .count(number)
        return
      }
      guard number <= 100 else { return nil }
      self = .percent(number)
    }

    fileprivate func words(of total: Int) -> String {
      switch self {
      case .count(let count): "\(count)"
      case .percent(let percent): "\(percent)% of \(total)"
      }
    }

    fileprivate func allow(_ count: Int, of total: Int) -> Bool {
      switch self {
      case .count(let most): count <= most
      // Divided, not multiplied: no number is too large.
      case .percent(let percent): Double(count) <= Double(total) * Double(percent) / 100
      }
    }
  }

  /// The most presets to delete.
  public var deletes: Int
  /// The most presets to update, rename or delete; nil where nobody set one.
  public var changes: Changes?
  /// Whether all presets in scope may be deleted at once.
  public var allowsDeletingAll: Bool

  /// Creates limits; few deletes are allowed where nobody says how many.
  public init(deletes: Int = 3, changes: Changes? = nil, allowsDeletingAll: Bool = false) {
    self.deletes = deletes
    self.changes = changes
    self.allowsDeletingAll = allowsDeletingAll
  }

  /// The plan with a block on every operation of a kind of which there are too many.
  /// - Parameter scope: The names of the remote presets that the plan decides on.
  func applied(to plan: Plan, scope: Set<ExactString>) -> Plan {
    var result = plan
    let open = plan.operations.filter { $0.blocked == nil }
    let deleted = open.filter { $0.action == .delete }
    let changed = open.filter { $0.action != .create }
    if !allowsDeletingAll, !deleted.isEmpty, plan.leavesNothing(of: scope, after: deleted) {
      result.block([.delete], "\(deleted.words) would be deleted, and none in scope would be left (--allow-delete-all)")
    }
    if deleted.count > deletes {
      result.block([.delete], "\(deleted.words) would be deleted, but the limit is \(deletes) (--max-deletes)")
    }
    if let changes, !changes.allow(changed.count, of: scope.count) {
      let verbs = deleted.isEmpty ? "changed" : "changed or deleted"
      result.block(
        [.rename, .update, .delete],
        "\(changed.words) would be \(verbs), but the limit is \(changes.words(of: scope.count)) (--max-changes)")
    }
    return result
  }
}

extension Plan {
  /// Whether nothing in scope exists once some presets are deleted.
  fileprivate func leavesNothing(of scope: Set<ExactString>, after deleted: [Operation]) -> Bool {
    scope.isSubset(of: deleted.map(\.name))
      && !operations.contains { $0.action == .create || $0.action == .rename }
  }

  /// Blocks the operations of some kinds, as far as nothing blocks them already.
  fileprivate mutating func block(_ actions: Set<Operation.Action>, _ message: String) {
    for (index, operation) in operations.enumerated()
    where operation.blocked == nil && actions.contains(operation.action) {
      operations[index].blocked = .init(.limit, message)
    }
  }
}

extension [Operation] {
  /// How many presets, and which: `2 presets (a, b)`.
  fileprivate var words: String {
    let names = prefix(20).map(\.name.text).joined(separator: ", ") + (count > 20 ? " and \(count - 20) more" : "")
    return "\(counted(count, "preset")) (\(names))"
  }
}
