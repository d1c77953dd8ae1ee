import JSONValue
import Schema

/// The permissions, appearance, and room settings of a new preset.
struct NewPresetHTML {
  let preset: Preset

  /// The collapsed lists.
  var html: HTML {
    let fields = PresetSchema.current.fields.filter { preset[$0.path] != nil && $0.path != "name" }
    let groups = Dictionary(grouping: fields) { FieldGroupHTML($0.path) }
    return """
      \(permissionList(groups[.permissions] ?? []))\(list("Appearance", groups[.look] ?? []))\(colors(groups[.colors] ?? []))\
      \(list("Room settings", groups[.room] ?? []))
      """
  }

  /// Returns the granted permissions. The matrix also shows the others.
  private func permissionList(_ fields: [FieldDeclaration]) -> HTML {
    let allowed = fields.filter { field in
      [.some, .all].contains(PermissionLevel(preset[field.path], of: field.path))
    }
    guard !fields.isEmpty else { return "" }
    let items = allowed.map { field -> HTML in
      let words = JSON.permissionText(preset[field.path])
      return
        "<li>\(FieldGroupHTML.permissions.briefLabel(of: field.path))\(words == "yes" ? "" : ": \(words)")\n"
    }
    return """
      <details open><summary>Granted permissions (\(allowed.count) of \(fields.count))</summary>
      <ul class=rights>\(items)</ul></details>

      """
  }

  private func colors(_ fields: [FieldDeclaration]) -> HTML {
    let rows = fields.compactMap { field -> HTML? in
      guard let color = RoomColor(field.path) else { return nil }
      return
        "<tr class=\(color.rawValue)><th>\(color.name)\(cell(color))\n"
    }
    guard !rows.isEmpty else { return "" }
    return """
      <details><summary>Colors (\(rows.count))</summary><table class=palette>
      <thead><tr><th>Color<th>Value and contrast
      <tbody>\(rows)</table></details>

      """
  }

  private func cell(_ color: RoomColor) -> HTML {
    let value = preset[color.field]
    return "\(ColorHTML.cell(value, color, in: preset))\(ColorHTML.warning(value, color, in: preset))"
  }

  private func list(_ title: String, _ fields: [FieldDeclaration]) -> HTML {
    guard !fields.isEmpty else { return "" }
    let rows = fields.map { field -> HTML in
      "<dt>\(field.briefMeaning)<dd>\(ValueHTML.value(preset[field.path], at: field.path))\n"
    }
    return "<details><summary>\(title)</summary><dl>\n\(rows)</dl></details>\n"
  }
}
