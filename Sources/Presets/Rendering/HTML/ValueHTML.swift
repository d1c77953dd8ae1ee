/// The value of a field, as a person would say it.
enum ValueHTML {
  /// The longest value that is not folded up, in characters.
  private static let length = 120

  /// A value; nil stands for a field that is absent.
  static func value(_ value: JSON?, at field: FieldPath) -> HTML {
    guard let value else { return "<i>not set</i>" }
    if field.section == "permissions", value.object == nil, value.array == nil {
      return folded(JSON.permissionWords(value)) { "\($0)" }
    }
    return switch value {
    case .bool(let isOn): isOn ? "yes" : "no"
    case .string(let text): text.isEmpty ? "<i>empty</i>" : folded(text) { "\($0)" }
    default: folded(value.text(.canonical)) { "<code>\($0)</code>" }
    }
  }

  /// The beginning of a long text, which opens the whole of it.
  private static func folded(_ text: String, _ shown: (String) -> HTML) -> HTML {
    text.count <= length
      ? shown(text)
      : "<details><summary>\(text.shortened(to: length / 2))</summary><div>\(shown(text))</div></details>"
  }
}
