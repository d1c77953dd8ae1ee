import ArgumentParser

/// The options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The project file. (default: presetctl.yaml here or above, within the repository)", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    name: [.short, .customLong("env")], help: ArgumentHelp("An environment of the project file.", valueName: "name"),
    completion: Candidates.environments)
  var environment: String?

  @Option(
    help: ArgumentHelp("A manifest, or a folder of them. Repeatable. (default: presets)", valueName: "path"),
    completion: .file())
  var manifests: [String] = []

  @Flag(help: "Send keys that this version does not know as they are written, with a warning.")
  var allowUnknownFields = false

  @Option(help: "The Cloudflare account. (variable: CLOUDFLARE_ACCOUNT_ID)")
  var accountId: String?

  @Option(help: "The RealtimeKit app. (variable: REALTIMEKIT_APP_ID)")
  var appId: String?

  @Option(help: "Where the API is. (variable: CLOUDFLARE_BASE_URL)")
  var baseUrl: String?

  @Option(
    help: ArgumentHelp("A file that holds the API token. (variable: CLOUDFLARE_API_TOKEN)", valueName: "file"),
    completion: .file())
  var apiTokenFile: String?

  @Flag(help: "Use a local API within the program instead of an account.")
  var local = false

  @Option(
    help: ArgumentHelp("Where --local keeps its presets. (default: .presetctl/local.json)", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var localState: String?

  @Option(
    help: ArgumentHelp(
      "What --local starts with: defaults, none, or a file with a JSON list of bodies. (default: defaults)",
      valueName: "seed"), completion: .file(extensions: ["json"]))
  var localSeed: String?

  @Option(name: .shortAndLong, help: "The form of the result: text, json, markdown or html. (default: text)")
  var output: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "Write the result to a file as well: .txt, .json, .md, .html, .sarif, or gl-code-quality.json. Repeatable.",
      valueName: "file"), completion: .file())
  var report: [String] = []

  @Option(help: "When to use colour: auto, always or never. (default: auto)")
  var color: ColorMode?

  @Option(help: "How many requests may be under way at once. (default: 10)")
  var parallelism: Int?

  @Option(help: "How long the whole run may take, such as 90, 90s or 15m. (default: 15m)")
  var timeout: String?

  @Option(
    help: ArgumentHelp("How many requests may be sent in five minutes, or off. (default: 1200)", valueName: "n|off"))
  var rateLimit: String?

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Tell every request on standard error; twice, also how long it took.")
  var verbose: Int
}

/// The forms in which a result can be printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, markdown, html
}

/// When text is coloured.
enum ColorMode: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}
