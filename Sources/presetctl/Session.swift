import HTTPTypes
import Presets
import RealtimeKit
import RealtimeKitEmulator

/// What a command works with: settings, console, manifests, and a connection for as long as it needs one.
struct Session {
  let settings: Settings
  let console: Console

  /// Opens a session with a command's options.
  init(_ options: GlobalOptions) throws(Failure) {
    settings = try Settings(options)
    console = try Console(settings)
  }

  /// Loads the manifests at paths, else those of the global option, in which bases are looked for anyway.
  func load(_ paths: [String] = []) -> LoadedManifests {
    let loader = ManifestLoader(in: console.repository, allowsUnknownFields: settings.allowsUnknownFields)
    guard !paths.isEmpty else {
      return loader.load(settings.manifests, areGivenByHand: settings.manifestsAreGiven)
    }
    return loader.load(paths, areGivenByHand: true, library: settings.manifests)
  }

  /// What the manifests want. Errors in them are a failure, warnings are told; settings that are missing are told first.
  func desiredState() throws(Failure) -> DesiredState {
    if settings.localState == nil { _ = try settings.remote() }
    let manifests = load()
    guard !manifests.diagnostics.containsErrors else {
      let errors = manifests.diagnostics.count { $0.severity == .error }
      throw Failure(.badInput, "\(counted(errors, "error")) in the manifests", diagnostics: manifests.diagnostics)
    }
    console.warn(manifests.diagnostics)
    return manifests.state
  }

  /// Plans with nothing but a reader in hand.
  static func plan(
    _ environment: Environment, _ desired: DesiredState, _ reader: PresetReader
  ) async throws(Failure) -> Plan {
    do {
      return Planner.plan(environment, desired: desired, observed: try await reader.observe(for: desired))
    } catch {
      throw Failure(error)
    }
  }

  /// Connects to the API, the local one if that is asked for, for the time of `body`.
  func connect<Result: Sendable>(
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    guard let path = settings.localState else {
      let (environment, base) = try settings.remote()
      return try await connect(environment, base, try settings.token(), body)
    }
    let emulator = try LocalAPI.emulator(state: path, seed: try LocalAPI.bodies(settings.localSeed))
    return try await EmulatorServer.with(emulator) { address in
      guard let token = APIToken(Emulator.token) else { throw Failure(.failure, "the local API has no token") }
      let environment = Environment(
        name: "local", accountID: Emulator.accountID, appID: Emulator.appID, baseURL: LocalAPI.name)
      return try await connect(environment, try BaseURL(address), token, body)
    }
  }

  private func connect<Result: Sendable>(
    _ environment: Environment, _ base: BaseURL, _ token: APIToken,
    _ body: @escaping @Sendable (Environment, Connection) async throws -> Result
  ) async throws -> Result {
    try await HTTPTransport.with(connections: settings.parallelism) { http in
      let transport: any Transport = settings.isVerbose ? TellingTransport(http, console) : http
      let connection = Connection(
        transport, base: base, environment: environment, token: token, timeout: settings.timeout)
      return try await body(environment, connection)
    }
  }
}

/// The local API that the program embeds.
enum LocalAPI {
  /// What plans call its address, which is another one in every run.
  static let name = "local"

  /// The bodies that an app starts with: `defaults`, `none`, or a file with a JSON list of them.
  static func bodies(_ seed: String) throws(Failure) -> [Preset] {
    switch seed {
    case "defaults": return DefaultPresets.all
    case "none": return []
    default:
      guard let bytes = TextFile.bytes(seed, limit: 16 << 20) else {
        throw Failure(
          .badInput, "the seed '\(seed)' cannot be read", hint: "write defaults, none, or the path of a file")
      }
      guard let items = try? JSON(parsing: bytes).array else {
        throw Failure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      let bodies = items.compactMap(\.object).map { Preset($0) }
      guard bodies.count == items.count else {
        throw Failure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      return bodies
    }
  }

  /// The emulator whose presets are kept in a file.
  static func emulator(
    state: String?, seed: [Preset], _ behavior: Behavior = Behavior()
  ) throws(Failure) -> Emulator {
    do {
      return try Emulator(seed, behavior: behavior, store: state.map(StateFile.init))
    } catch let problem as SeedProblem {
      throw Failure(
        .badInput,
        "the seed holds the body '\(problem.name)', which the API would refuse: \(problem.reasons.prefix(5).joined(separator: "; "))"
      )
    } catch StateFile.Problem.damaged(let path) {
      throw Failure(.badInput, "'\(path)' is not a state of the local API", hint: "remove the file to start anew")
    } catch StateFile.Problem.inaccessible(let path, let reason) {
      throw Failure(.failure, "'\(path)' cannot be used: \(reason)")
    } catch {
      throw Failure(.failure, "\(error)")
    }
  }
}

/// Tells every request on standard error, without the token.
private struct TellingTransport: Transport {
  private let transport: any Transport
  private let console: Console

  init(_ transport: any Transport, _ console: Console) {
    self.transport = transport
    self.console = console
  }

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let words = "\(request.head.method) \(request.head.path ?? "")"
    do {
      let response = try await transport.send(request, timeout: timeout)
      console.tell("\(words) \(response.head.status.code)\n")
      return response
    } catch {
      console.tell("\(words) \(error)\n")
      throw error
    }
  }
}
