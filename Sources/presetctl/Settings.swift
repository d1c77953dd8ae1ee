import Presets
import RealtimeKit
import RealtimeKitEmulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What flags, variables and the project file say together: a flag wins over its variable, that over the project file, and
/// that over the default.
struct Settings {
  /// The folder that files are named from.
  let repository: RepositoryFolder
  /// Files to write the result to as well.
  let reports: [ReportFile]
  let manifests: [ManifestPath]
  /// Whether a person named the manifests for this run.
  let manifestsAreGiven: Bool
  let allowsUnknownFields: Bool
  let output: OutputFormat
  let parallelism: Int
  let timeout: Duration
  /// The most requests in five minutes; nil where there is no limit.
  let rateLimit: Int?
  let isQuiet: Bool
  /// How much is told of the requests.
  let verbosity: Verbosity
  /// Where the local API keeps its presets; nil where the real one is meant.
  let localState: String?
  /// What the local API starts with.
  let localSeed: String
  private let project: ProjectFile?
  let options: GlobalOptions
  let variables: Variables

  /// Resolves the options of a command.
  init(_ options: GlobalOptions, _ variables: Variables = .current) throws(Failure) {
    self.options = options
    self.variables = variables
    let here = RepositoryFolder(around: FileManager.default.currentDirectoryPath)
    let given = options.manifests.isEmpty ? variables.options("MANIFESTS") : options.manifests
    guard !given.contains("") else { throw Failure(emptyPath: "--manifests") }
    manifestsAreGiven = !given.isEmpty
    let project = try ProjectFile.find(
      named: options.config ?? variables.option("CONFIG"), here, manifestsAreGiven: manifestsAreGiven)
    self.project = project
    repository = RepositoryFolder(around: here.workingDirectory, projectFolder: project?.folder)
    manifests =
      given.isEmpty
      ? project?.manifests ?? [ManifestPath("presets", .byDefault)] : given.map { ManifestPath($0, .given) }
    allowsUnknownFields =
      try variables.isOn("ALLOW_UNKNOWN_FIELDS") || options.allowUnknownFields
      || project?.project.allowsUnknownFields == true
    reports = try ReportFile.all(options.report.isEmpty ? variables.options("REPORT") : options.report)
    let outputVariable: OutputFormat? = try Self.choice("OUTPUT", variables)
    output = options.output ?? outputVariable ?? .text
    parallelism = try Self.parallelism(options.parallelism, variables)
    timeout = try Self.duration(options.timeout ?? variables.option("TIMEOUT") ?? "15m")
    isQuiet = try variables.isOn("QUIET") || options.quiet
    let isVerbose = try variables.isOn("VERBOSE")
    verbosity = isQuiet ? .silent : Verbosity(rawValue: min(2, max(options.verbose, isVerbose ? 1 : 0))) ?? .silent
    let state = options.localState ?? variables.option("LOCAL_STATE") ?? ".presetctl/local.json"
    localState = try variables.isOn("LOCAL") || options.local ? state : nil
    // The local API has no limit to keep.
    rateLimit = try Self.rateLimit(
      options.rateLimit ?? variables.option("RATE_LIMIT") ?? (localState == nil ? "1200" : "off"))
    localSeed = options.localSeed ?? variables.option("LOCAL_SEED") ?? "defaults"
    _ = try color()
  }

  /// The same settings for another environment.
  func turned(to environment: String) throws(Failure) -> Settings {
    var options = options
    options.environment = environment
    return try Settings(options, variables)
  }

  /// Whether an option of the command line says which environment is meant.
  var environmentIsGiven: Bool { options.environment != nil }

  /// The environment of the project file that this run is for; nil where the file, if any, declares none.
  func declaredEnvironment() throws(Failure) -> ProjectEnvironment? {
    let name = options.environment ?? variables.option("ENV")
    guard let project else {
      guard name == nil || name == Self.defaultEnvironment else {
        throw Failure(
          usage: "there is no environment '\(name ?? "")' without a project file", hint: "declare it in presetctl.yaml")
      }
      return nil
    }
    return try project.environment(named: name)
  }

  /// What any environment lays over the manifests.
  var allOverlays: [ManifestPath] { project.map { $0.project.environments.flatMap($0.overlays) } ?? [] }

  /// The environments that the project file declares, in its order.
  var environmentNames: [String] { project?.project.environments.map(\.name) ?? [] }

  /// What the environment of this run lays over the manifests.
  func overlays() throws(Failure) -> [ManifestPath] {
    try declaredEnvironment().flatMap { project?.overlays(of: $0) } ?? []
  }

  /// All that is laid over the manifests where a run is for no environment in particular: of each in turn.
  func overlaysToCheck() throws(Failure) -> [(environments: [String], overlays: [ManifestPath])] {
    let environments = project?.project.environments ?? []
    guard options.environment ?? variables.option("ENV") == nil, let project, !environments.isEmpty else {
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

  /// The environment that this run is for; the local API stands for any.
  func environment() throws(Failure) -> Environment {
    guard localState != nil else { return try remote().environment }
    return Environment(
      name: try declaredEnvironment()?.name ?? Self.defaultEnvironment, accountID: Emulator.accountID,
      appID: Emulator.appID, baseURL: LocalAPI.name)
  }

  /// The name of the environment, as far as it can be told.
  var environmentName: String {
    (try? declaredEnvironment())?.name ?? options.environment ?? variables.option("ENV") ?? Self.defaultEnvironment
  }

  /// The words of another command for the same app, as they are typed into a shell.
  func command(_ name: String, _ argument: String) -> String {
    let values: [(flag: String, value: String?)] = [
      ("--config", options.config), ("-e", options.environment), ("--account-id", options.accountId),
      ("--app-id", options.appId), ("--base-url", options.baseUrl), ("--api-token-file", options.apiTokenFile),
      ("--local-state", options.localState),
    ]
    let given = values.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
    return (["presetctl", name] + (options.local ? ["--local"] : []) + given + [argument])
      .map(\.shellWord).joined(separator: " ")
  }

  /// What the environment is called where no project file names one.
  static let defaultEnvironment = "default"

  /// When to use colour.
  func color() throws(Failure) -> ColorMode {
    let variable: ColorMode? = try Self.choice("COLOR", variables)
    return options.color ?? variable ?? .auto
  }

  /// The account, the app and the address of the API.
  func remote() throws(Failure) -> (environment: Environment, base: BaseURL) {
    let declared = try declaredEnvironment()
    let (account, app) = try identities(declared)
    let base = try baseURL(declared?.baseURL?.value)
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
        name: declared?.name ?? Self.defaultEnvironment, accountID: try Self.identifier(account, "account id"),
        appID: try Self.identifier(app, "app id"),
        baseURL: base.text), base
    )
  }

  private func identities(_ declared: ProjectEnvironment?) throws(Failure) -> (account: String?, app: String?) {
    (
      try identity(options.accountId ?? variables.option("ACCOUNT_ID"), "CLOUDFLARE_ACCOUNT_ID", declared?.accountID),
      try identity(options.appId ?? variables.option("APP_ID"), "REALTIMEKIT_APP_ID", declared?.appID)
    )
  }

  /// The environment that a new project file can declare, under a name; nil where account or app are not known.
  func environmentToDeclare(_ name: String) throws(Failure) -> Environment? {
    let (account, app) = try identities(try declaredEnvironment())
    // The ids of the local API are nobody's; those that are given with it are somebody's.
    let areMeant = localState == nil || (options.accountId != nil && options.appId != nil)
    guard areMeant, account != nil, app != nil else { return nil }
    let environment = try remote().environment
    return Environment(
      name: name, accountID: environment.accountID, appID: environment.appID, baseURL: environment.baseURL)
  }

  /// The way to an address, as the variables for proxies and trusted certificates want it.
  func route(to base: BaseURL) throws(Failure) -> Route {
    do {
      return try Route(to: base) { variables[$0] }
    } catch {
      throw Failure(usage: error.message, hint: error.hint)
    }
  }

  /// How grave the lint rules are taken.
  var lint: LintLevels { project?.project.lint ?? LintLevels() }

  /// The absolute path of the folder of the project file; nil where there is none.
  var projectFolder: String? { project?.folder }

  /// The project file that was read; nil where there is none.
  var projectFile: String? { project?.project.file }

  /// An id from a flag, a variable or the project file. The last two must agree: where they do not, one of them means
  /// another app.
  private func identity(
    _ given: String?, _ variable: String, _ declared: Located<String>?
  ) throws(Failure) -> String? {
    if let given { return given }
    guard let declared, let value = variables[variable] else { return declared?.value ?? variables[variable] }
    guard value.lowercased().isExactly(declared.value.lowercased()) else {
      throw Failure(
        .badInput,
        "\(variable) is '\(value)', but \(declared.location.file):\(declared.location.line) says '\(declared.value)'",
        hint: "unset the variable, or choose the environment that is meant with -e")
    }
    return value
  }

  private func baseURL(_ declared: String?) throws(Failure) -> BaseURL {
    let text =
      options.baseUrl ?? variables.option("BASE_URL") ?? variables["CLOUDFLARE_BASE_URL"] ?? declared
      ?? BaseURL.cloudflare
    do {
      return try BaseURL(text)
    } catch {
      throw Failure(usage: "the base URL \(error.message)", hint: error.hint)
    }
  }

  private static func identifier(_ text: String, _ noun: String) throws(Failure) -> String {
    guard Environment.isID(text) else {
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

  private static func rateLimit(_ text: String) throws(Failure) -> Int? {
    if text == "off" { return nil }
    guard let number = Int(text), number >= 1 else {
      throw Failure(usage: "the rate limit is '\(text)'", hint: "write how many requests in five minutes, or off")
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

extension String {
  /// The text as one word of a shell.
  var shellWord: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || "0123456789-_./:%@+=,".utf8.contains($0)
      }
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
