import ArgumentParser
import RealtimeKitEmulator
import Rendering

/// `presetctl emulate`: serves the local RealtimeKit presets API.
struct EmulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulate",
    abstract: "Serve a local, strict RealtimeKit presets API.",
    discussion: """
      Prints shell commands that set the variables for presetctl and other clients, then serves on 127.0.0.1 until \
      interrupted:

        presetctl emulate > api.env &
        until [ -s api.env ]; do sleep 0.1; done
        . ./api.env

      The local API accepts any token and any account, and has one app. Undocumented behavior of the real API can be \
      switched:

      """ + Behavior.switches.map { "  --behavior \($0.name)=\($0.values)" }.joined(separator: "\n")
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Option(help: "Listen on this port; 0 picks a free one. (default: 8787)")
  var port: Int?

  @Option(help: ArgumentHelp("Keep the presets in this file instead of in memory.", valueName: "file"))
  var state: String?

  @Option(help: "Seed the app with defaults, none, or a JSON file. (default: defaults)")
  var seed: String?

  @Option(
    help: ArgumentHelp("Inject the faults that this JSON file lists.", valueName: "file"))
  var faults: String?

  @Option(help: ArgumentHelp("Set a switch listed above. Repeatable.", valueName: "name=value"))
  var behavior: [String] = []

  func run() async throws {
    guard options.accountId == nil, options.appId == nil, options.baseUrl == nil else {
      throw CommandFailure(
        usage: "--account-id, --app-id and --base-url cannot be used with emulate",
        hint: "remove them; the server prints the values for its clients")
    }
    let console = Console(
      options, isPublished: false,
      PresentationContext(title: "presetctl emulate", kind: "emulate", environment: Settings.defaultEnvironment))
    let port = port ?? 8787
    guard (0...65535).contains(port) else {
      throw CommandFailure(usage: "invalid port '\(port)': expected a number from 0 to 65535")
    }
    let emulator = try LocalAPI.emulator(
      state: state,
      seed: try LocalAPI.bodies(seed ?? "defaults"),
      try LocalAPI.behavior(behavior),
      try LocalAPI.faults(faults, console.repository))
    do {
      try await EmulatorServer.with(emulator, port: port) { address in
        try console.write(Self.exports(address))
        while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        .failure, "could not listen on 127.0.0.1:\(port): \(ListeningError.reason(error))",
        hint: "pass --port 0 to pick a free port")
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
