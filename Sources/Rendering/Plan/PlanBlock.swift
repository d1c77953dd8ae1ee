import Diagnostics
import JSONValue
import Manifests
import Planning
import Schema

/// The text of one operation, before layout.
struct PlanBlock {
  let action: Operation.Action
  let title: String
  let location: String
  let rows: [Row]
  /// The number of unchanged fields, as text; nil if there are none or they are not counted.
  let rest: String?

  /// - Parameters:
  ///   - before: The preset before the operation, to count its unchanged fields.
  ///   - title: The title without control characters; nil for the title in a plan.
  ///   - valueLength: The maximum number of characters that are shown of a value.
  ///   - style: Draws swatches of colors.
  init(_ operation: Operation, before: Preset? = nil, title: String? = nil, valueLength: Int, style: TextStyler) {
    action = operation.action
    self.title = title ?? operation.title { $0.visible }
    location = operation.location.map(Self.location) ?? ""
    rows = operation.action == .create ? [] : operation.changes.map { Row($0, valueLength: valueLength, style: style) }
    rest = rows.isEmpty ? nil : before.flatMap(operation.unchangedFields)
  }

  static func location(_ location: Location) -> String {
    "\(location.file.visible):\(location.line)"
  }

  /// The text of one change.
  struct Row {
    let field: String
    /// Both values without colors, to measure their width.
    let values: String
    /// Both values, each with a swatch if it is a color.
    let paintedValues: String
    let effects: [Effect]
    let origin: Origin?
    let location: String

    init(_ change: FieldChange, valueLength: Int, style: TextStyler) {
      field = change.field.description.visible
      let (before, after) = change.values(length: valueLength) { $0.visible }
      let texts = [before, after].map { $0 ?? "(absent)" }
      let isColor = PresetSchema.current.declaration(at: change.field)?.type == .color
      let swatches = [change.before, change.after].map { value in
        isColor ? value?.string.flatMap { RGB($0) }.map(style.swatch) ?? "" : ""
      }
      values = zip(swatches, texts).map { ($0.isEmpty ? "" : "   ") + $1 }.joined(separator: " → ")
      paintedValues = zip(swatches, texts).map { $0 + $1 }.joined(separator: " → ")
      effects = change.effects
      origin = change.origin
      location = change.location.map(PlanBlock.location) ?? ""
    }

    var labelWords: String {
      (effects.map(\.rawValue) + [origin?.rawValue].compactMap(\.self)).joined(separator: ", ")
    }
  }
}

extension Operation {
  /// Returns a title such as `~ host will be updated (2 changes)`.
  ///
  /// A blocked operation is in capitals, with a star for a footnote.
  /// - Parameter shown: Escapes names for the output format.
  func title(_ shown: (String) -> String) -> String {
    let name = shown(self.name.text)
    let old = shown(previousName?.text ?? "")
    let count = counted(changes.count, "change")
    // The name counts as a field.
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
  /// Returns both values as text, nil if the field is absent. Long values are cut to the part in which they differ.
  /// - Parameter shown: Escapes text for the output format.
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
