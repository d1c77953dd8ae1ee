import JSONValue
import Schema

/// A group of fields under one heading of a page.
enum FieldGroupHTML: CaseIterable {
  case permissions, room, look, colors, other

  init(_ field: FieldPath) {
    switch field.section {
    case "permissions": self = .permissions
    case "config": self = .room
    case "ui": self = RoomColor(field) == nil ? .look : .colors
    default: self = .other
    }
  }

  var title: String {
    switch self {
    case .permissions: "Permissions"
    case .room: "Room settings"
    case .look: "Appearance"
    case .colors: "Colors"
    case .other: "Other"
    }
  }

  /// Returns the meaning of a field, and its name without the part that the heading implies.
  func label(of field: FieldPath) -> HTML {
    if let color = RoomColor(field) { return "\(color.name)" }
    let name = field.components.dropFirst(dropped(from: field)).map(\.text).joined(separator: ".")
    let meaning = PresetSchema.current.declaration(at: field)?.briefMeaning ?? ""
    return "\(meaning.isEmpty ? "" : "\(meaning) ")<code>\(name)</code>"
  }

  /// Returns a shorter label for repeated use: permissions without their names, which the matrix shows.
  func briefLabel(of field: FieldPath) -> HTML {
    guard self == .permissions, !PresetSchema.current.pluginsPath.covers(field),
      let declaration = PresetSchema.current.declaration(at: field)
    else { return label(of: field) }
    return "\(declaration.briefMeaning)"
  }

  private func dropped(from field: FieldPath) -> Int {
    switch self {
    case .permissions, .room: 1
    case .look: field.components.count > 2 ? 2 : 1
    case .colors, .other: 0
    }
  }
}

extension FieldDeclaration {
  /// The first sentence of the meaning, without its period.
  var briefMeaning: String {
    let sentence = meaning.split(separator: ". ").first ?? ""
    return String(sentence.hasSuffix(".") ? sentence.dropLast() : sentence)
  }
}
