import Diagnostics
import Manifests
import RealtimeKit
import RealtimeKitEmulator
import SystemPackage

/// The context of a command: settings, console, manifests, and connections to the API.
struct Session: Sendable {
  let settings: Settings
  let console: Console
  let interruption: Interruption

  /// Resolves the options of a command.
  static func open(
    _ options: GlobalOptions, for command: any SessionCommand.Type
  ) throws(CommandFailure) -> Session {
    let settings = try Settings.resolve(options)
    let repository = settings.repository
    let context = Console.context(for: command, settings.environmentName, path: repository.relativePath)
    let console = Console(
      options, isPublished: command.isPublished, context, in: repository, reports: settings.reports)
    return Session(settings, console, Interruption())
  }

  private init(_ settings: Settings, _ console: Console, _ interruption: Interruption) {
    self.settings = settings
    self.console = console
    self.interruption = interruption
  }

  /// Returns the same session for another environment of the project file.
  func selecting(_ environment: String) throws(CommandFailure) -> Session {
    Session(try settings.selecting(environment), console, interruption)
  }

  /// Warns about variables that look like options, because a misspelled one has no effect.
  func warnAboutUnknownVariables() {
    for (name, nearest) in (try? OptionVariables.current.get().unknown) ?? [] {
      console.warn("unknown variable '\(name)'" + didYouMean(nearest))
    }
  }

  // MARK: Manifests

  var loader: ManifestLoader {
    ManifestLoader(
      in: console.repository, allowsUnknownFields: settings.allowsUnknownFields, lint: settings.lint)
  }

  /// Loads the manifests and merges the environment's overlays.
  func load() throws(CommandFailure) -> LoadedManifests {
    loader.load(settings.manifests, overlays: try settings.overlays())
  }

  /// Loads the manifests for each environment, so that problems in any of them are found.
  func loadForAllEnvironments() throws(CommandFailure) -> LoadedManifests {
    LoadedManifests.joined(
      try settings.overlaysToCheck().map { ($0.environments, loader.load(settings.manifests, overlays: $0.overlays)) })
  }

  /// Loads only the manifests at the given paths. Their bases may be in any other manifest. Overlays among the paths
  /// are checked together with the manifests that they change.
  func load(_ paths: [String]) throws(CommandFailure) -> LoadedManifests {
    let repository = settings.repository
    let overlays = settings.allOverlays.map { repository.absolutePath($0.path) }
    func isOther(_ path: String) -> Bool {
      let path = repository.absolutePath(path)
      let name = repository.name(of: path)
      return name == settings.projectFile || overlays.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
    let (others, manifests) = (paths.filter(isOther), paths.filter { !isOther($0) })
    let own = manifests.map { ManifestPath($0, .commandLine) }
    guard !others.isEmpty else { return loader.load(own, library: settings.manifests) }
    let names = others.map { repository.name(of: repository.absolutePath($0)) }
    let all = try loadForAllEnvironments().only { file in
      names.contains { file == $0 || file.hasPrefix($0 + "/") }
    }
    return own.isEmpty ? all : loader.load(own, library: settings.manifests).with(all.diagnostics)
  }

  /// Returns the desired state and the warnings about it. Throws on errors in manifests, prints warnings, and leaves
  /// notes to `validate`.
  func desiredState() throws(CommandFailure) -> (state: DesiredState, warnings: [Diagnostic]) {
    let manifests = try load()
    let diagnostics = manifests.diagnostics.filter { $0.severity != .note }
    guard !diagnostics.containsErrors else {
      let errors = diagnostics.count { $0.severity == .error }
      throw CommandFailure(.badInput, "\(counted(errors, "error")) in the manifests", diagnostics: diagnostics)
    }
    console.warn(diagnostics)
    return (manifests.state, diagnostics)
  }

  // MARK: The API

  /// Connects to the API, or to the local API with `--local`, while `body` runs.
  /// - Parameter other: A connection of the same run, whose timeout and request budget this one shares.
  func connect<Result: Sendable>(
    sharing other: Connection? = nil,
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    guard let path = settings.localState else {
      let (environment, base) = try settings.remote()
      return try await connect(environment, base, try settings.token(), sharing: other, body)
    }
    let environment = try settings.environment()
    let folder = FilePath(path).removingLastComponent()
    if folder.lastComponent == ".presetctl", (try? NewFile.makeFolder(folder)) != nil {
      NewFile.addGitignore(folder)
    }
    let variables = Variables.current
    let emulator = try LocalAPI.emulator(
      state: path, seed: try LocalAPI.bodies(settings.localSeed),
      try LocalAPI.behavior(variables.list("PRESETCTL_BEHAVIOR")),
      try LocalAPI.faults(variables["PRESETCTL_FAULTS"], console.repository))
    return try await EmulatorServer.with(emulator) { address in
      guard let token = APIToken(Emulator.token) else { throw CommandFailure(.failure, "the local API has no token") }
      return try await connect(environment, try BaseURL(address), token, sharing: other, body)
    }
  }

  private func connect<Result: Sendable>(
    _ environment: Environment, _ base: BaseURL, _ token: APIToken, sharing other: Connection?,
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    let route = try settings.route(to: base)
    if settings.verbosity > .silent, let proxy = route.proxy {
      console.log("using the proxy \("\(proxy)".visible)\n")
    }
    return try await HTTPTransport.with(on: route, connections: settings.parallelism) { http in
      let filtered = TokenFilter(http, token)
      let transport: any Transport =
        settings.verbosity > .silent ? LoggingTransport(filtered, console, settings.verbosity) : filtered
      let (console, interruption) = (console, interruption)
      let connection = Connection(
        transport, base: base, environment: environment, token: token, timeout: settings.timeout,
        limit: settings.rateLimit, isInterrupted: { interruption.status != nil },
        onWait: { console.announce($0, $1) }, sharing: other)
      return try await body(environment, connection)
    }
  }

  /// Reads presets while progress is shown. The reader sends GET requests only, so nothing can be changed.
  func read<Result: Sendable>(
    _ connection: Connection, _ body: @escaping @Sendable (PresetReader) async throws(APIError) -> Result
  ) async throws -> Result {
    let parallelism = settings.parallelism
    return try await ProgressLine.with(console) { line in
      let reader = PresetReader(connection, parallelism: parallelism) { line.note($0) }
      do throws(APIError) { return try await body(reader) } catch { throw CommandFailure(error) }
    }
  }
}
