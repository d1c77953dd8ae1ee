/// What a new preset will be: what its participants may do, its look, and the settings of its room.
struct NewPresetHTML {
  let preset: Preset

  /// The lists, folded up.
  var html: HTML {
    let fields = PresetSchema.current.fields.filter { preset[$0.path] != nil && $0.path != "name" }
    let groups = Dictionary(grouping: fields) { FieldGroupHTML($0.path) }
    return """
      \(rights(groups[.permissions] ?? []))\(list("Look", groups[.look] ?? []))\(colours(groups[.colours] ?? []))\
      \(list("Settings of the room", groups[.room] ?? []))
      """
  }

  /// What is allowed, wholly or in part; what is not stands in the matrix.
  private func rights(_ fields: [FieldDeclaration]) -> HTML {
    let allowed = fields.filter { field in
      [.some, .all].contains(PermissionExtent(preset[field.path], of: field.path))
    }
    guard !fields.isEmpty else { return "" }
    let items = allowed.map { field -> HTML in
      let words = JSON.permissionWords(preset[field.path])
      return
        "<li>\(FieldGroupHTML.permissions.briefLabel(of: field.path))\(words == "yes" ? "" : ": \(words)")\n"
    }
    return """
      <details open><summary>What participants may do (\(allowed.count) of \(fields.count) permissions)</summary>
      <ul class=rights>\(items)</ul></details>

      """
  }

  private func colours(_ fields: [FieldDeclaration]) -> HTML {
    let rows = fields.compactMap { field -> HTML? in
      guard let colour = RoomColour(field.path) else { return nil }
      return
        "<tr class=\(colour.rawValue)><th>\(colour.name)\(cell(colour))\n"
    }
    guard !rows.isEmpty else { return "" }
    return """
      <details><summary>Colours (\(rows.count))</summary><table class=palette>
      <thead><tr><th>Colour<th>Value and contrast
      <tbody>\(rows)</table></details>

      """
  }

  private func cell(_ colour: RoomColour) -> HTML {
    let value = preset[colour.field]
    return "\(ColourHTML.cell(value, colour, in: preset))\(ColourHTML.warning(value, colour, in: preset))"
  }

  private func list(_ title: String, _ fields: [FieldDeclaration]) -> HTML {
    guard !fields.isEmpty else { return "" }
    let rows = fields.map { field -> HTML in
      "<dt>\(field.meaning.withoutPeriod)<dd>\(ValueHTML.value(preset[field.path], at: field.path))\n"
    }
    return "<details><summary>\(title)</summary><dl>\n\(rows)</dl></details>\n"
  }
}
