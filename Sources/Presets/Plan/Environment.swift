/// One RealtimeKit app and where its API is.
public struct Environment: Hashable, Sendable {
  /// The environment's name; `default` where no project file names one.
  public let name: String
  /// The Cloudflare account: 32 hexadecimal characters.
  public let accountID: String
  /// The RealtimeKit app: a UUID.
  public let appID: String
  /// The API's address up to and including `/client/v4`.
  public let baseURL: String

  /// What the ids of accounts and apps consist of, whatever they look like otherwise.
  static let idPattern = "^[A-Za-z0-9_-]+$"

  /// Whether a text can be the id of an account or an app. It becomes a part of addresses.
  public static func isID(_ text: String) -> Bool {
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

  /// Creates an environment.
  public init(name: String = "default", accountID: String, appID: String, baseURL: String) {
    self.name = name
    self.accountID = accountID
    self.appID = appID
    self.baseURL = baseURL
  }
}
