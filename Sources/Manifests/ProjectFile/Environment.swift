/// A RealtimeKit app and the URL of its API.
package struct Environment: Hashable, Sendable {
  /// The environment's name; `default` without a project file.
  package let name: String
  /// The id of the Cloudflare account: 32 hexadecimal digits.
  package let accountID: String
  /// The id of the RealtimeKit app: a UUID.
  package let appID: String
  /// The URL of the API, up to and including `/client/v4`.
  package let baseURL: String

  /// The characters of account and app ids. Their format is not checked further.
  static let idPattern = "^[A-Za-z0-9_-]+$"

  /// Returns whether a text can be the id of an account or an app, which becomes a part of URLs.
  package static func isID(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  package init(name: String = "default", accountID: String, appID: String, baseURL: String) {
    self.name = name
    self.accountID = accountID
    self.appID = appID
    self.baseURL = baseURL
  }
}
