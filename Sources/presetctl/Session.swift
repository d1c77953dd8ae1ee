import ArgumentParser
import Presets
import RealtimeKit
import RealtimeKitEmulator
import SystemPackage

/// What a command works with: settings, console, manifests, and a connection for as long as it needs one.
struct Session {
  let settings: Settings
  let console: Console
  let interruption: Interruption

  /// Opens a session with a command's options.
  init(_ options: GlobalOptions, for purpose: Purpose) throws(Failure) {
    settings = try Settings(options)
    console = try Console(settings, for: purpose)
    interruption = Interruption()
  }

  private init(_ settings: Settings, _ console: Console, _ interruption: Interruption) {
    self.settings = settings
    self.console = console
    self.interruption = interruption
  }

  /// The same session for another environment of the project file.
  func turned(to environment: String) throws(Failure) -> Session {
    Session(try settings.turned(to: environment), console, interruption)
  }

  /// Runs a command from its options to its end: shows the outcome, or why there is none, and ends with its code.
  static func run(
    _ options: GlobalOptions, for purpose: Purpose, _ body: @escaping @Sendable (Session) async throws -> Outcome
  ) async throws {
    let session: Session
    do throws(Failure) {
      session = try Session(options, for: purpose)
    } catch {
      throw ExitCode(Console(whereSettingsFailed: options, for: purpose).show(Outcome(error)))
    }
    let watching = session.interruption.watch(session.console)
    defer { watching.cancel() }
    let outcome: Outcome
    do {
      outcome = try await body(session)
    } catch let failure as Failure {
      outcome = Outcome(failure)
    } catch {
      outcome = Outcome(Failure(.failure, "\(error)"))
    }
    guard session.interruption.beginShowing() else {
      // The signal's own handler shows what there is, and ends the program.
      while true { try? await Task.sleep(for: .seconds(60)) }
    }
    let status = session.console.show(outcome)
    if status != .success { throw ExitCode(status) }
  }

  // MARK: Manifests

  var loader: ManifestLoader {
    ManifestLoader(
      in: console.repository, allowsUnknownFields: settings.allowsUnknownFields, lint: settings.lint)
  }

  /// Loads the manifests with what the environment lays over them.
  func load() throws(Failure) -> LoadedManifests {
    loader.load(settings.manifests, overlays: try settings.overlays())
  }

  /// Loads the manifests as each environment wants them, so that nothing that is wrong for one of them is passed over.
  func loadForAllEnvironments() throws(Failure) -> LoadedManifests {
    LoadedManifests.joined(
      try settings.overlaysToCheck().map { ($0.environments, loader.load(settings.manifests, overlays: $0.overlays)) })
  }

  /// Loads the manifests at paths for themselves; bases are looked for among all others as well. Overlays among them are
  /// looked at over what they belong to.
  func load(_ paths: [String]) throws(Failure) -> LoadedManifests {
    let repository = settings.repository
    let overlays = settings.allOverlays.map { repository.absolutePath($0.path) }
    func isOther(_ path: String) -> Bool {
      let path = repository.absolutePath(path)
      let name = repository.name(of: path)
      return name == settings.projectFile || overlays.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
    let (others, manifests) = (paths.filter(isOther), paths.filter { !isOther($0) })
    let own = manifests.map { ManifestPath($0, .given) }
    guard !others.isEmpty else { return loader.load(own, library: settings.manifests) }
    let names = others.map { repository.name(of: repository.absolutePath($0)) }
    let all = try loadForAllEnvironments().only { file in
      names.contains { file == $0 || file.hasPrefix($0 + "/") }
    }
    return own.isEmpty ? all : loader.load(own, library: settings.manifests).with(all.diagnostics)
  }

  /// What the manifests want. Errors in them are a failure, warnings are told, and notes are left to `validate`; settings
  /// that are missing are told first.
  func desiredState() throws(Failure) -> (state: DesiredState, remarks: [Diagnostic]) {
    _ = try settings.environment()
    return try soundManifests()
  }

  /// What the manifests want, whatever they are for. Errors in them are a failure, and warnings are told.
  func soundManifests() throws(Failure) -> (state: DesiredState, remarks: [Diagnostic]) {
    let manifests = try load()
    let remarks = manifests.diagnostics.filter { $0.severity != .note }
    guard !remarks.containsErrors else {
      let errors = remarks.count { $0.severity == .error }
      throw Failure(.badInput, "\(counted(errors, "error")) in the manifests", diagnostics: remarks)
    }
    console.warn(remarks)
    return (manifests.state, remarks)
  }

  // MARK: The API

  /// Connects to the API, the local one if that is asked for, for the time of `body`.
  /// - Parameter other: A connection of the same run, whose time and budget of requests this one shares.
  func connect<Result: Sendable>(
    sharing other: Connection? = nil,
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    guard let path = settings.localState else {
      let (environment, base) = try settings.remote()
      return try await connect(environment, base, try settings.token(), sharing: other, body)
    }
    let environment = try settings.environment()
    let variables = Variables.current
    let folder = FilePath(path).removingLastComponent()
    if folder.lastComponent == ".presetctl", (try? NewFile.makeFolder(folder)) != nil {
      NewFile.keepOutOfCommits(folder)
    }
    let emulator = try LocalAPI.emulator(
      state: path, seed: try LocalAPI.bodies(settings.localSeed), try LocalAPI.behavior(variables.options("BEHAVIOR")),
      try LocalAPI.faults(variables.option("FAULTS"), console.repository))
    return try await EmulatorServer.with(emulator) { address in
      guard let token = APIToken(Emulator.token) else { throw Failure(.failure, "the local API has no token") }
      return try await connect(environment, try BaseURL(address), token, sharing: other, body)
    }
  }

  private func connect<Result: Sendable>(
    _ environment: Environment, _ base: BaseURL, _ token: APIToken, sharing other: Connection?,
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    let route = try settings.route(to: base)
    if settings.verbosity > .silent, let proxy = route.proxy {
      console.tell("through the proxy \("\(proxy)".visible)\n")
    }
    return try await HTTPTransport.with(on: route, connections: settings.parallelism) { http in
      let filtered = TokenFilter(http, token)
      let transport: any Transport =
        settings.verbosity > .silent ? TellingTransport(filtered, console, settings.verbosity) : filtered
      let (console, interruption) = (console, interruption)
      let connection = Connection(
        transport, base: base, environment: environment, token: token, timeout: settings.timeout,
        limit: settings.rateLimit, isInterrupted: { interruption.status != nil },
        onWait: { console.announce($0, $1) }, sharing: other)
      return try await body(environment, connection)
    }
  }
}
