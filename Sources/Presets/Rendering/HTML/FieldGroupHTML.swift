/// Fields that belong together on a page, under one heading.
enum FieldGroupHTML: CaseIterable {
  case permissions, room, look, colours, other

  /// The group of a field.
  init(_ field: FieldPath) {
    switch field.section {
    case "permissions": self = .permissions
    case "config": self = .room
    case "ui": self = RoomColour(field) == nil ? .look : .colours
    default: self = .other
    }
  }

  /// The heading.
  var title: String {
    switch self {
    case .permissions: "Permissions"
    case .room: "Settings of the room"
    case .look: "Look"
    case .colours: "Colours"
    case .other: "Other"
    }
  }

  /// What a field means, and its name as far as the heading leaves it open.
  func label(of field: FieldPath) -> HTML {
    if let colour = RoomColour(field) { return "\(colour.name)" }
    let name = field.components.dropFirst(dropped(from: field)).map(\.text).joined(separator: ".")
    let meaning = PresetSchema.current.declaration(at: field)?.meaning.withoutPeriod ?? ""
    return "\(meaning.isEmpty ? "" : "\(meaning) ")<code>\(name)</code>"
  }

  /// What a field means, as briefly as can be, for lists in which it comes again and again; its name where it has no meaning
  /// of its own. Names of permissions stand in the matrix.
  func briefLabel(of field: FieldPath) -> HTML {
    guard self == .permissions, !PresetSchema.current.pluginsPath.covers(field),
      let declaration = PresetSchema.current.declaration(at: field)
    else { return label(of: field) }
    return "\(String(declaration.meaning.withoutPeriod.prefix { $0 != ";" }))"
  }

  private func dropped(from field: FieldPath) -> Int {
    switch self {
    case .permissions, .room: 1
    case .look: field.components.count > 2 ? 2 : 1
    case .colours, .other: 0
    }
  }
}
