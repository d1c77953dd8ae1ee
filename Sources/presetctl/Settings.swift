import Presets
import RealtimeKit

/// What the command line and the environment variables say together: a flag wins over its variable, that over the default.
struct Settings {
  let manifests: [String]
  /// Whether a person named the manifests for this run.
  let manifestsAreGiven: Bool
  let allowsUnknownFields: Bool
  let output: OutputFormat
  let parallelism: Int
  let timeout: Duration
  let isQuiet: Bool
  let isVerbose: Bool
  /// Where the local API keeps its presets; nil where the real one is meant.
  let localState: String?
  /// What the local API starts with.
  let localSeed: String
  private let options: GlobalOptions
  private let variables: Variables

  /// Resolves the options of a command.
  init(_ options: GlobalOptions, _ variables: Variables = .current) throws(Failure) {
    self.options = options
    self.variables = variables
    let given = options.manifests.isEmpty ? variables.options("MANIFESTS") : options.manifests
    manifestsAreGiven = !given.isEmpty
    manifests = given.isEmpty ? ["presets"] : given
    allowsUnknownFields = try variables.isOn("ALLOW_UNKNOWN_FIELDS") || options.allowUnknownFields
    let outputVariable: OutputFormat? = try Self.choice("OUTPUT", variables)
    output = options.output ?? outputVariable ?? .text
    parallelism = try Self.parallelism(options.parallelism, variables)
    timeout = try Self.duration(options.timeout ?? variables.option("TIMEOUT") ?? "15m")
    isQuiet = try variables.isOn("QUIET") || options.quiet
    isVerbose = try (variables.isOn("VERBOSE") || options.verbose > 0) && !isQuiet
    let state = options.localState ?? variables.option("LOCAL_STATE") ?? ".presetctl/local.json"
    localState = try variables.isOn("LOCAL") || options.local ? state : nil
    localSeed = options.localSeed ?? variables.option("LOCAL_SEED") ?? "defaults"
    _ = try color()
  }

  /// When to use colour.
  func color() throws(Failure) -> ColorMode {
    let variable: ColorMode? = try Self.choice("COLOR", variables)
    return options.color ?? variable ?? .auto
  }

  /// The account, the app and the address of the API.
  func remote() throws(Failure) -> (environment: Environment, base: BaseURL) {
    let account = options.accountId ?? variables.option("ACCOUNT_ID") ?? variables["CLOUDFLARE_ACCOUNT_ID"]
    let app = options.appId ?? variables.option("APP_ID") ?? variables["REALTIMEKIT_APP_ID"]
    let base = try baseURL()
    let missing = [
      account == nil ? "the Cloudflare account (CLOUDFLARE_ACCOUNT_ID or --account-id)" : nil,
      app == nil ? "the RealtimeKit app (REALTIMEKIT_APP_ID or --app-id)" : nil,
    ].compactMap(\.self)
    guard let account, let app else {
      throw Failure(
        usage: "missing: " + missing.joined(separator: ", "), hint: "--local tries everything without an account")
    }
    return (
      Environment(
        accountID: try Self.identifier(account, "account id"), appID: try Self.identifier(app, "app id"),
        baseURL: base.text), base
    )
  }

  /// The token, from a file or a variable.
  func token() throws(Failure) -> APIToken {
    let text: String
    if let file = options.apiTokenFile ?? variables.option("API_TOKEN_FILE") {
      guard let content = TextFile.text(file, limit: 64 << 10) else {
        throw Failure(.permission, "the token file '\(file)' cannot be read")
      }
      text = content
    } else if let variable = variables["CLOUDFLARE_API_TOKEN"] {
      text = variable
    } else {
      throw Failure(
        .permission, "missing API token: set CLOUDFLARE_API_TOKEN, or name a file with --api-token-file",
        hint: "the token needs the permission 'Realtime Admin' or 'Realtime' for the account")
    }
    guard let token = APIToken(text) else {
      throw Failure(.permission, "the API token is empty, or has characters that no token has")
    }
    return token
  }

  private func baseURL() throws(Failure) -> BaseURL {
    let text = options.baseUrl ?? variables.option("BASE_URL") ?? variables["CLOUDFLARE_BASE_URL"] ?? BaseURL.cloudflare
    do {
      return try BaseURL(text)
    } catch {
      switch error {
      // The text is not repeated: it may hold a password.
      case .malformed: throw Failure(usage: "the base URL is not an https address without user, query and fragment")
      case .notEncrypted:
        throw Failure(
          usage: "the base URL '\(text)' is not encrypted, and the token would be readable on the way",
          hint: "plain http is taken for this machine only")
      }
    }
  }

  private static func identifier(_ text: String, _ noun: String) throws(Failure) -> String {
    guard
      text.unicodeScalars.allSatisfy({
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains($0))
      })
    else {
      throw Failure(usage: "the \(noun) '\(text)' has characters that no id has")
    }
    return text
  }

  private static func parallelism(_ given: Int?, _ variables: Variables) throws(Failure) -> Int {
    let text = given.map(String.init) ?? variables.option("PARALLELISM") ?? "10"
    guard let number = Int(text), number >= 1 else {
      throw Failure(usage: "the parallelism is '\(text)', but must be a whole number of at least 1")
    }
    return number
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ variables: Variables
  ) throws(Failure) -> Choice? {
    guard let text = variables.option(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(usage: "PRESETCTL_\(name) is '\(text)', which is none of \(words)")
    }
    return choice
  }

  /// A duration such as `90`, `90s` or `15m`.
  private static func duration(_ text: String) throws(Failure) -> Duration {
    let unit = text.last == "m" ? 60 : 1
    let digits = text.last == "m" || text.last == "s" ? String(text.dropLast()) : text
    guard let number = Int(digits), (1...1_000_000).contains(number) else {
      throw Failure(usage: "the timeout is '\(text)'", hint: "write seconds or minutes, such as 90, 90s or 15m")
    }
    return .seconds(number * unit)
  }
}
