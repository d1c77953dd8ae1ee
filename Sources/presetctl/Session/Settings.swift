import Diagnostics
import JSONValue
import Manifests
import RealtimeKit
import RealtimeKitEmulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The resolved settings of a run. A flag overrides its variable, which overrides the project file, which overrides the
/// default.
struct Settings {
  /// The repository that file names are relative to.
  let repository: Repository
  /// The files that the result is also written to.
  let reports: [ReportFile]
  let manifests: [ManifestPath]
  /// Whether `--manifests` or its variable is set.
  let manifestsAreGiven: Bool
  let allowsUnknownFields: Bool
  let parallelism: Int
  let timeout: Duration
  /// The maximum number of requests in five minutes; nil for no limit.
  let rateLimit: Int?
  /// How much of each request is logged.
  let verbosity: Verbosity
  /// The state file of the local API; nil without `--local`.
  let localState: String?
  /// The seed of the local API.
  let localSeed: String
  private let project: ProjectFile?
  let options: GlobalOptions

  /// Reads the project file, and resolves the options of a command.
  static func resolve(_ options: GlobalOptions) throws(CommandFailure) -> Settings {
    let here = Repository.find(around: FileManager.default.currentDirectoryPath)
    guard !options.manifests.contains("") else { throw CommandFailure(emptyPath: "--manifests") }
    let project = try ProjectFile.find(named: options.config, here, manifestsAreGiven: !options.manifests.isEmpty)
    return try Settings(options, project, here)
  }

  private init(_ options: GlobalOptions, _ project: ProjectFile?, _ here: Repository) throws(CommandFailure) {
    self.options = options
    self.project = project
    let given = options.manifests
    manifestsAreGiven = !given.isEmpty
    repository = Repository.find(around: here.workingDirectory, projectFolder: project?.folder)
    manifests =
      given.isEmpty
      ? project?.manifests ?? [ManifestPath("presets", .default)] : given.map { ManifestPath($0, .commandLine) }
    allowsUnknownFields = options.allowUnknownFields || project?.project.allowsUnknownFields == true
    reports = try ReportFile.all(options.report)
    parallelism = try Self.parallelism(options.parallelism ?? 10)
    timeout = try Self.duration(options.timeout ?? "15m")
    verbosity = options.quiet ? .silent : Verbosity(rawValue: min(2, options.verbose)) ?? .silent
    localState = options.local ? options.localState ?? ".presetctl/local.json" : nil
    // The local API has no rate limit.
    rateLimit = try Self.rateLimit(options.rateLimit ?? (options.local ? "off" : "1200"))
    localSeed = options.localSeed ?? "defaults"
  }

  /// Returns the same settings for another environment.
  func selecting(_ environment: String) throws(CommandFailure) -> Settings {
    var options = options
    options.environment = environment
    return try Settings.resolve(options)
  }

  /// Whether `-e` or its variable is set.
  var environmentIsGiven: Bool { options.environment != nil }

  /// Returns the selected environment of the project file; nil if there is no file or it declares no environment.
  func declaredEnvironment() throws(CommandFailure) -> ProjectEnvironment? {
    let name = options.environment
    guard let project else {
      guard name == nil || name == Self.defaultEnvironment else {
        throw CommandFailure(
          usage: "unknown environment '\(name ?? "")': no project file found", hint: "declare it in presetctl.yaml")
      }
      return nil
    }
    return try project.environment(named: name)
  }

  /// The overlays of all environments.
  var allOverlays: [ManifestPath] { project.map { $0.project.environments.flatMap($0.overlays) } ?? [] }

  /// The names of the environments, in the order of the project file.
  var environmentNames: [String] { project?.project.environments.map(\.name) ?? [] }

  /// Returns the overlays of the selected environment.
  func overlays() throws(CommandFailure) -> [ManifestPath] {
    try declaredEnvironment().flatMap { project?.overlays(of: $0) } ?? []
  }

  /// Returns the distinct overlays of all environments, or of the selected one, with the environments that use them.
  func overlaysToCheck() throws(CommandFailure) -> [(environments: [String], overlays: [ManifestPath])] {
    let environments = project?.project.environments ?? []
    guard options.environment == nil, let project, !environments.isEmpty else {
      return [([], try overlays())]
    }
    return environments.reduce(into: []) { all, environment in
      let overlays = project.overlays(of: environment)
      if let index = all.firstIndex(where: { $0.overlays == overlays }) {
        all[index].environments.append(environment.name)
      } else {
        all.append(([environment.name], overlays))
      }
    }
  }

  /// Returns the environment of this run. With `--local`, it has the ids of the local API.
  func environment() throws(CommandFailure) -> Environment {
    guard localState != nil else { return try remote().environment }
    return Environment(
      name: try declaredEnvironment()?.name ?? Self.defaultEnvironment, accountID: Emulator.accountID,
      appID: Emulator.appID, baseURL: LocalAPI.name)
  }

  /// The name of the environment, even if other settings are missing.
  var environmentName: String {
    (try? declaredEnvironment())?.name ?? options.environment ?? Self.defaultEnvironment
  }

  /// Returns the shell command that runs another command for the same app.
  func command(_ name: String, _ argument: String) -> String {
    let values: [(flag: String, value: String?)] = [
      ("--config", options.config), ("-e", options.environment), ("--account-id", options.accountId),
      ("--app-id", options.appId), ("--base-url", options.baseUrl), ("--api-token-file", options.apiTokenFile),
      ("--local-state", options.localState),
    ]
    let given = values.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
    return (["presetctl", name] + (options.local ? ["--local"] : []) + given + [argument])
      .map(\.shellQuoted).joined(separator: " ")
  }

  /// The name of the environment if no project file declares one.
  static let defaultEnvironment = "default"

  /// Returns the account, the app, and the base URL of the API.
  func remote() throws(CommandFailure) -> (environment: Environment, base: BaseURL) {
    let declared = try declaredEnvironment()
    let (account, app) = try identities(declared)
    let base = try baseURL(declared?.baseURL?.value)
    let missing = [
      account == nil ? "Cloudflare account (CLOUDFLARE_ACCOUNT_ID or --account-id)" : nil,
      app == nil ? "RealtimeKit app (REALTIMEKIT_APP_ID or --app-id)" : nil,
    ].compactMap(\.self)
    guard let account, let app else {
      throw CommandFailure(
        usage: "missing " + missing.joined(separator: " and "), hint: "use --local to run without an account")
    }
    return (
      Environment(
        name: declared?.name ?? Self.defaultEnvironment, accountID: try Self.identifier(account, "account id"),
        appID: try Self.identifier(app, "app id"),
        baseURL: base.text), base
    )
  }

  private func identities(_ declared: ProjectEnvironment?) throws(CommandFailure) -> (account: String?, app: String?) {
    (
      try identity(options.accountId, "CLOUDFLARE_ACCOUNT_ID", declared?.accountID),
      try identity(options.appId, "REALTIMEKIT_APP_ID", declared?.appID)
    )
  }

  /// Returns the environment that a new project file declares; nil if account or app are not set.
  func environmentToDeclare(_ name: String) throws(CommandFailure) -> Environment? {
    let (account, app) = try identities(try declaredEnvironment())
    // With --local, only ids from the command line are real.
    let areReal = localState == nil || (options.accountId != nil && options.appId != nil)
    guard areReal, account != nil, app != nil else { return nil }
    let environment = try remote().environment
    return Environment(
      name: name, accountID: environment.accountID, appID: environment.appID, baseURL: environment.baseURL)
  }

  /// Returns the network route to a base URL, with the proxy and certificates that environment variables set.
  func route(to base: BaseURL) throws(CommandFailure) -> NetworkRoute {
    do {
      return try NetworkRoute(to: base) { Variables.current[$0] }
    } catch {
      throw CommandFailure(usage: error.message, hint: error.hint)
    }
  }

  /// The severity of each lint rule.
  var lint: LintLevels { project?.project.lint ?? LintLevels() }

  /// The absolute path of the project file's folder; nil without a project file.
  var projectFolder: String? { project?.folder }

  /// The name of the project file; nil without one.
  var projectFile: String? { project?.project.file }

  /// Returns an id from a flag, a variable, or the project file. The last two must agree, because otherwise one of them
  /// identifies another app.
  private func identity(
    _ given: String?, _ variable: String, _ declared: Located<String>?
  ) throws(CommandFailure) -> String? {
    if let given { return given }
    guard let declared, let value = Variables.current[variable] else {
      return declared?.value ?? Variables.current[variable]
    }
    guard value.lowercased().isExactly(declared.value.lowercased()) else {
      throw CommandFailure(
        .badInput,
        "\(variable) is '\(value)', but \(declared.location.file):\(declared.location.line) has '\(declared.value)'",
        hint: "unset the variable, or select another environment with -e")
    }
    return value
  }

  private func baseURL(_ declared: String?) throws(CommandFailure) -> BaseURL {
    let text = options.baseUrl ?? Variables.current["CLOUDFLARE_BASE_URL"] ?? declared ?? BaseURL.cloudflare
    do {
      return try BaseURL(text)
    } catch {
      throw CommandFailure(usage: "the base URL \(error.message)", hint: error.hint)
    }
  }

  private static func identifier(_ text: String, _ noun: String) throws(CommandFailure) -> String {
    guard Environment.isID(text) else {
      throw CommandFailure(usage: "invalid characters in the \(noun) '\(text)'")
    }
    return text
  }

  private static func parallelism(_ number: Int) throws(CommandFailure) -> Int {
    guard number >= 1 else {
      throw CommandFailure(usage: "invalid value '\(number)' for --parallelism: it must be at least 1")
    }
    return number
  }

  private static func rateLimit(_ text: String) throws(CommandFailure) -> Int? {
    if text == "off" { return nil }
    guard let number = Int(text), number >= 1 else {
      throw CommandFailure(
        usage: "invalid value '\(text)' for --rate-limit", hint: "use a number of requests per five minutes, or off")
    }
    return number
  }

  /// Parses a duration such as `90`, `90s`, or `15m`.
  private static func duration(_ text: String) throws(CommandFailure) -> Duration {
    let unit = text.last == "m" ? 60 : 1
    let digits = text.last == "m" || text.last == "s" ? String(text.dropLast()) : text
    guard let number = Int(digits), (1...1_000_000).contains(number) else {
      throw CommandFailure(
        usage: "invalid value '\(text)' for --timeout", hint: "use seconds or minutes, for example 90, 90s, or 15m")
    }
    return .seconds(number * unit)
  }
}

extension String {
  /// The text quoted for a shell if necessary.
  var shellQuoted: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || "0123456789-_./:%@+=,".utf8.contains($0)
      }
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
