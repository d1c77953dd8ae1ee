/// The words of one operation, not yet laid out.
struct PlanBlock {
  let action: Operation.Action
  let title: String
  let place: String
  let rows: [Row]
  /// How much of the preset stays as it is, in words; nil where nothing does, or nobody asks.
  let rest: String?

  /// - Parameters:
  ///   - before: The preset that changes, where it is to be told how much of it stays.
  ///   - title: What is done to which preset, without control characters; else the words of a plan.
  ///   - valueLength: The most characters of a value that are shown.
  ///   - ink: What swatches of colours are drawn with.
  init(_ operation: Operation, before: Preset? = nil, title: String? = nil, valueLength: Int, ink: Ink) {
    action = operation.action
    self.title = title ?? operation.title { $0.visible }
    place = operation.location.map(Self.place) ?? ""
    rows = operation.action == .create ? [] : operation.changes.map { Row($0, valueLength: valueLength, ink: ink) }
    rest = rows.isEmpty ? nil : before.flatMap(operation.rest)
  }

  static func place(_ location: Location) -> String {
    "\(location.file.visible):\(location.line)"
  }

  /// The words of one change.
  struct Row {
    let field: String
    /// Both values without colours, whose width counts.
    let values: String
    /// Both values, with a swatch before each that is a colour.
    let paintedValues: String
    let effects: [Effect]
    let origin: Origin?
    let place: String

    init(_ change: FieldChange, valueLength: Int, ink: Ink) {
      field = change.field.description.visible
      let (before, after) = change.values(length: valueLength) { $0.visible }
      let texts = [before, after].map { $0 ?? "(absent)" }
      let isColour = PresetSchema.current.declaration(at: change.field)?.type == .colour
      let swatches = [change.before, change.after].map { value in
        isColour ? value?.string.flatMap { RGB($0) }.map(ink.swatch) ?? "" : ""
      }
      values = zip(swatches, texts).map { ($0.isEmpty ? "" : "   ") + $1 }.joined(separator: " → ")
      paintedValues = zip(swatches, texts).map { $0 + $1 }.joined(separator: " → ")
      effects = change.effects
      origin = change.origin
      place = change.location.map(PlanBlock.place) ?? ""
    }

    var labelWords: String {
      (effects.map(\.rawValue) + [origin?.rawValue].compactMap(\.self)).joined(separator: ", ")
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

extension FieldChange {
  /// Both values as text, nil where the field is absent. Of long ones that part is shown in which they differ.
  /// - Parameter shown: Makes a text harmless where it will stand.
  func values(length: Int, _ shown: (String) -> String) -> (before: String?, after: String?) {
    let texts = [before, after].map { $0.map { Array(shown($0.text(.canonical))) } }
    let (old, new) = (texts[0] ?? [], texts[1] ?? [])
    let shared = zip(old, new).prefix { $0 == $1 }.count
    let start = before == nil || after == nil || shared < length - 1 ? 0 : shared - length / 4
    func excerpt(_ text: [Character]) -> String {
      let rest = text.dropFirst(start)
      let room = length - (start > 0 ? 1 : 0)
      let end = rest.count > room ? String(rest.prefix(room - 1)) + "…" : String(rest)
      return (start > 0 ? "…" : "") + end
    }
    return (texts[0].map(excerpt), texts[1].map(excerpt))
  }
}
