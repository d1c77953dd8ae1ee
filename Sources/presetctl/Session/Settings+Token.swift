import RealtimeKit

// Reads the API token, which is never taken from the command line.
extension Settings {
  /// A description of the source of the token.
  var tokenSource: String {
    options.apiTokenFile != nil ? "a file" : "CLOUDFLARE_API_TOKEN"
  }

  /// Reads the token from a file or a variable.
  func token() throws(CommandFailure) -> APIToken {
    let text: String
    if let file = options.apiTokenFile {
      guard let content = TextFile.text(file, limit: 64 << 10) else {
        // The value may be the token itself, which has neither slash nor dot and must not be printed.
        let name = file.contains { "/.".contains($0) } ? " '\(file)'" : ""
        throw CommandFailure(
          .permission, "could not read the token file\(name)", hint: "pass a path to --api-token-file")
      }
      text = content
    } else if let variable = Variables.current["CLOUDFLARE_API_TOKEN"] {
      text = variable
    } else {
      throw CommandFailure(
        .permission, "missing API token: set CLOUDFLARE_API_TOKEN or use --api-token-file",
        hint: "the token requires the permission 'Realtime Admin' or 'Realtime' for the account")
    }
    guard let token = APIToken(text) else {
      throw CommandFailure(.permission, "the API token is empty or has invalid characters")
    }
    return token
  }
}
