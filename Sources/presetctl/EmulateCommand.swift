import ArgumentParser
import Presets
import RealtimeKitEmulator

/// `presetctl emulate`: the local RealtimeKit presets API.
struct EmulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulate",
    abstract: "Serve a local RealtimeKit presets API, as strict as the real one.",
    discussion: """
      Prints shell lines that point presetctl, or any other client, to it, then serves on 127.0.0.1 until it is interrupted:

        presetctl emulate > api.env &
        . ./api.env

      It takes any token and any account, and has one app. What is not known of the real API is a switch:

      """ + Behavior.switches.map { "  --behavior \($0.name)=\($0.values)" }.joined(separator: "\n")
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Option(help: "The port to listen on; 0 takes a free one. (default: 8787)")
  var port: Int?

  @Option(help: ArgumentHelp("Where presets are kept; without it they are gone afterwards.", valueName: "file"))
  var state: String?

  @Option(
    help:
      "What an app without a state starts with: defaults, none, or a file with a JSON list of bodies. (default: defaults)"
  )
  var seed: String?

  @Option(
    help: ArgumentHelp(
      "What shall go wrong: a file with a JSON list of faults. Each says which requests it is about (method, path, nth, times) and what becomes of them (status, persist, retry_after, drop, delay, and others).",
      valueName: "file"))
  var faults: String?

  @Option(help: ArgumentHelp("Turn a switch. Repeatable.", valueName: "name=value"))
  var behavior: [String] = []

  func run() async throws {
    guard options.accountId == nil, options.appId == nil, options.baseUrl == nil else {
      throw Failure(
        usage: "the local API has its own address and its own app",
        hint: "leave out --account-id, --app-id and --base-url; what it prints says them")
    }
    let console = try Session(options, for: .emulate).console
    let variables = Variables.current
    let portText = port.map(String.init) ?? variables.option("PORT") ?? "8787"
    guard let port = Int(portText), (0...65535).contains(port) else {
      throw Failure(usage: "there is no port \(portText)")
    }
    let emulator = try LocalAPI.emulator(
      state: state ?? variables.option("STATE"),
      seed: try LocalAPI.bodies(seed ?? variables.option("SEED") ?? "defaults"),
      try LocalAPI.behavior(behavior.isEmpty ? variables.options("BEHAVIOR") : behavior),
      try LocalAPI.faults(faults ?? variables.option("FAULTS"), console.repository))
    do {
      try await EmulatorServer.with(emulator, port: port) { address in
        try console.write(Self.exports(address))
        while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .failure, "the local API cannot listen on 127.0.0.1:\(port): \(ListeningError.reason(error))",
        hint: "--port 0 takes a free port")
    }
  }

  private static func exports(_ address: String) -> String {
    """
    export CLOUDFLARE_BASE_URL=\(address)
    export CLOUDFLARE_ACCOUNT_ID=\(Emulator.accountID)
    export REALTIMEKIT_APP_ID=\(Emulator.appID)
    export CLOUDFLARE_API_TOKEN=\(Emulator.token)

    """
  }
}
