/// The words of one operation, not yet laid out.
struct PlanBlock {
  let action: Operation.Action
  let title: String
  let place: String
  let rows: [Row]

  init(_ operation: Operation) {
    action = operation.action
    title = operation.title { $0.visible }
    place = operation.location.map(Self.place) ?? ""
    rows = operation.action == .create ? [] : operation.changes.map(Row.init)
  }

  static func place(_ location: Location) -> String {
    "\(location.file.visible):\(location.line)"
  }

  /// The words of one change.
  struct Row {
    private static let longestValue = 48

    let field: String
    let values: String
    let effects: [Effect]
    let origin: Origin?
    let place: String

    init(_ change: FieldChange) {
      field = change.field.description.visible
      values = "\(Self.value(change.before)) → \(Self.value(change.after))"
      effects = change.effects
      origin = change.origin
      place = change.location.map(PlanBlock.place) ?? ""
    }

    var labelWords: String {
      (effects.map(\.rawValue) + [origin?.rawValue].compactMap(\.self)).joined(separator: ", ")
    }

    private static func value(_ value: JSON?) -> String {
      value.map { $0.text(.canonical).visible.shortened(to: longestValue) } ?? "(absent)"
    }
  }
}

extension Operation {
  /// What is done to which preset: `~ host will be updated (2 changes)`.
  ///
  /// An operation that may not be carried out is written in capitals with a star, for a footnote to explain.
  /// - Parameter shown: Makes a name harmless where the title will stand.
  func title(_ shown: (String) -> String) -> String {
    let name = shown(self.name.text)
    let old = shown(previousName?.text ?? "")
    let count = counted(changes.count, "change")
    // The name is a field too.
    let fields = counted(changes.count + 1, "field")
    let origin = origin.map { ", \($0.rawValue)" } ?? ""
    let label = self.origin.map { " (\($0.rawValue))" } ?? ""
    let isBlocked = blocked != nil
    return switch action {
    case .create:
      isBlocked ? "+ CREATE* \(name) (\(fields)\(origin))" : "+ \(name) will be created (\(fields)\(origin))"
    case .update: isBlocked ? "~ UPDATE* \(name) (\(count))" : "~ \(name) will be updated (\(count))"
    case .delete: isBlocked ? "- DELETE* \(name)\(label)" : "- \(name) will be deleted\(label)"
    case .rename:
      (isBlocked ? "> RENAME* \(name) from \(old)" : "> \(name) will be renamed from \(old)")
        + (changes.isEmpty ? label : "\(isBlocked ? "" : " and updated") (\(count)\(origin))")
    }
  }
}
