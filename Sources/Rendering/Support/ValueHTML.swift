import JSONValue
import Schema

/// Values of fields as HTML.
enum ValueHTML {
  /// The maximum length of a value that is not collapsed, in characters.
  private static let length = 120

  /// Returns a value as HTML.
  /// - Parameter value: The value; nil if the field is absent.
  static func value(_ value: JSON?, at field: FieldPath) -> HTML {
    guard let value else { return "<i>not set</i>" }
    if field.section == "permissions", value.object == nil, value.array == nil {
      return folded(JSON.permissionText(value)) { "\($0)" }
    }
    return switch value {
    case .bool(let isOn): isOn ? "yes" : "no"
    case .string(let text): text.isEmpty ? "<i>empty</i>" : folded(text) { "\($0)" }
    default: folded(value.text(.canonical)) { "<code>\($0)</code>" }
    }
  }

  /// Returns text, collapsed if it is long.
  private static func folded(_ text: String, _ shown: (String) -> HTML) -> HTML {
    text.count <= length
      ? shown(text)
      : "<details><summary>\(text.shortened(to: length / 2))</summary><div>\(shown(text))</div></details>"
  }
}
