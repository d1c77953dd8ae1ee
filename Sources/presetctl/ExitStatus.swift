import ArgumentParser
import Presets
import RealtimeKit

/// The exit codes, the same in every output format.
enum ExitStatus: Int32 {
  case success = 0
  case failure = 1
  case changes = 2
  case permission = 3
  case partial = 4
  case blocked = 5
  case stale = 6
  case usage = 64
  case badInput = 65
  case interrupted = 130
  case terminated = 143
}

extension ExitCode {
  /// The code of a status.
  init(_ status: ExitStatus) {
    self.init(status.rawValue)
  }
}

/// Why a command ends without its result.
struct Failure: Error {
  let status: ExitStatus
  let message: String
  var hint: String?
  var diagnostics: [Diagnostic] = []
  /// Whether it is that nobody reads on, which is no news to whoever stopped.
  var isUnread = false

  init(_ status: ExitStatus, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = []) {
    self.status = status
    self.message = message
    self.hint = hint
    self.diagnostics = diagnostics
  }

  /// The failure of a usage that is wrong.
  init(usage message: String, hint: String? = nil) {
    self.init(.usage, message.hasPrefix("Error: ") ? String(message.dropFirst("Error: ".count)) : message, hint: hint)
  }

  /// The failure of a path that is empty, which a variable without a value makes easily.
  init(emptyPath name: String) {
    self.init(usage: "the path of \(name) is empty", hint: "a variable that it comes from may not be set")
  }

  /// The lines of the message. The usage is ours, and has several; what the server said must not command a terminal.
  var lines: [String] {
    guard status == .usage else { return [message] }
    return message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The failure that an error of the API is.
  init(_ error: APIError) {
    let request = error.requestID.map { " (request \($0))" } ?? ""
    self.init(error.isAboutPermission ? .permission : .failure, error.message + request, hint: error.hint)
  }
}
