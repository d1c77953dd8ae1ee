/// The value of a field, as a person would say it.
enum ValueHTML {
  /// The longest value that is shown, in characters.
  private static let length = 120

  /// A value within its preset; nil stands for a field that is absent.
  static func value(_ value: JSON?, at field: FieldPath, in preset: Preset?) -> HTML {
    guard let value else { return "<i>not set</i>" }
    if PresetSchema.current.declaration(at: field)?.type == .colour, let text = value.string {
      return ColourHTML.value(text, at: field, in: preset)
    }
    if field.section == "permissions" {
      return "\(JSON.permissionWords(value).shortened(to: length))"
    }
    return switch value {
    case .bool(let isOn): isOn ? "yes" : "no"
    case .string(let text): text.isEmpty ? "<i>empty</i>" : "\(text.shortened(to: length))"
    default: "<code>\(value.text(.canonical).shortened(to: length))</code>"
    }
  }
}
