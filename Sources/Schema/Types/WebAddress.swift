package import JSONValue
import OrderedCollections

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension FieldType {
  /// An absolute http or https URL, or the empty string for none.
  package static let webAddress = FieldType(
    "URL", .text, expected: "a URL", sample: "", example: "https://example.com/logo.svg",
    description: { _ in "an absolute http or https URL, or the empty string" },
    jsonSchema: { ["type": "string", "pattern": "^$|^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\\s]"] },
    hint: { found in if case .plain(let text) = found { "put it in quotes: \"\(text)\"" } else { nil } },
    violation: { value in
      guard let text = value.string else { return .wrongType }
      return text.isEmpty || isWebAddress(text)
        ? nil
        : .invalid(
          "'\(text)' is not an absolute http or https URL",
          hint: "write the whole URL, such as https://example.com/logo.png, or \"\" for no logo")
    })

  private static func isWebAddress(_ text: String) -> Bool {
    guard let url = URL(string: text, encodingInvalidCharacters: false),
      let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
      let host = url.host(), !host.isEmpty
    else { return false }
    return true
  }
}

/// An absolute http or https URL, or the empty string for none.
package struct WebAddress: FieldValue {
  package static var fieldType: FieldType { .webAddress }

  /// The address in its original spelling.
  package let text: String

  package init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.text = text
  }

  package var json: JSON { .string(text) }
}
