import Presets
import RealtimeKit

// Where the token comes from, which is never the command line.
extension Settings {
  /// Where the token comes from.
  var tokenSource: String {
    options.apiTokenFile != nil || variables.option("API_TOKEN_FILE") != nil ? "a file" : "CLOUDFLARE_API_TOKEN"
  }

  /// The token, from a file or a variable.
  func token() throws(Failure) -> APIToken {
    let text: String
    if let file = options.apiTokenFile ?? variables.option("API_TOKEN_FILE") {
      guard let content = TextFile.text(file, limit: 64 << 10) else {
        // Somebody may have given the token itself, which has neither slash nor dot.
        let name = file.contains { "/.".contains($0) } ? " '\(file)'" : ""
        throw Failure(.permission, "the token file\(name) cannot be read", hint: "--api-token-file takes a path")
      }
      text = content
    } else if let variable = variables["CLOUDFLARE_API_TOKEN"] {
      text = variable
    } else {
      throw Failure(
        .permission, "missing API token: set CLOUDFLARE_API_TOKEN, or name a file with --api-token-file",
        hint: "the token needs the permission 'Realtime Admin' or 'Realtime' for the account")
    }
    guard let token = APIToken(text) else {
      throw Failure(.permission, "the API token is empty, or has characters that no token has")
    }
    return token
  }
}
