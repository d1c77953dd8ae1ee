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

  /// Creates an environment.
  public init(name: String = "default", accountID: String, appID: String, baseURL: String) {
    self.name = name
    self.accountID = accountID
    self.appID = appID
    self.baseURL = baseURL
  }
}
