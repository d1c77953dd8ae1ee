import ArgumentParser

/// The options that every command accepts, before or after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Use this project file. (default: the nearest presetctl.yaml)", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    name: [.short, .customLong("env")],
    help: ArgumentHelp("Select an environment of the project file.", valueName: "name"),
    completion: CompletionCandidates.environments)
  var environment: String?

  @Option(
    help: ArgumentHelp("Read this manifest or folder. Repeatable. (default: presets)", valueName: "path"),
    completion: .file())
  var manifests: [String] = []

  @Flag(help: "Send unknown manifest keys to the API, with a warning.")
  var allowUnknownFields = false

  @Option(help: ArgumentHelp("Set the Cloudflare account id. (env: CLOUDFLARE_ACCOUNT_ID)", valueName: "id"))
  var accountId: String?

  @Option(help: ArgumentHelp("Set the RealtimeKit app id. (env: REALTIMEKIT_APP_ID)", valueName: "id"))
  var appId: String?

  @Option(help: ArgumentHelp("Set the base URL of the API. (env: CLOUDFLARE_BASE_URL)", valueName: "url"))
  var baseUrl: String?

  @Option(
    help: ArgumentHelp("Read the API token from a file instead of CLOUDFLARE_API_TOKEN.", valueName: "file"),
    completion: .file())
  var apiTokenFile: String?

  @Flag(help: "Use the built-in local API instead of an account.")
  var local = false

  @Option(
    help: ArgumentHelp("Set the state file of --local. (default: .presetctl/local.json)", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var localState: String?

  @Option(
    help: ArgumentHelp("Seed --local with defaults, none, or a JSON file. (default: defaults)", valueName: "seed"),
    completion: .file(extensions: ["json"]))
  var localSeed: String?

  // The argument parser appends the list of values.
  @Option(name: .shortAndLong, help: ArgumentHelp("Set the output format. (default: text)", valueName: "format"))
  var output: OutputFormat?

  @Option(
    help: ArgumentHelp("Also write a .txt, .json, .md, .html, or .sarif file. Repeatable.", valueName: "file"),
    completion: .file())
  var report: [String] = []

  @Option(help: ArgumentHelp("Control the use of color. (default: auto)", valueName: "when"))
  var color: ColorMode?

  @Option(help: ArgumentHelp("Limit concurrent requests. (default: 10)", valueName: "n"))
  var parallelism: Int?

  @Option(help: ArgumentHelp("Limit the run time, for example 90s or 15m. (default: 15m)", valueName: "duration"))
  var timeout: String?

  @Option(
    help: ArgumentHelp("Limit requests per five minutes. (default: 1200)", valueName: "n|off"))
  var rateLimit: String?

  @Flag(name: .shortAndLong, help: "Print only errors to stderr.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Log each request to stderr; repeat for timings.")
  var verbose: Int
}

/// The format of the printed result.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, markdown, html
}

/// When text is colored.
enum ColorMode: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}
