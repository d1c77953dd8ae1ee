import Diagnostics
import Documents
import RealtimeKit

/// Why a command has no result.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
  var hint: String?
  var diagnostics: [Diagnostic] = []
  /// Whether the reader closed the output pipe.
  var isBrokenPipe = false

  init(_ status: ExitStatus, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = []) {
    self.status = status
    self.message = message
    self.hint = hint
    self.diagnostics = diagnostics
  }

  /// A usage error.
  init(usage message: String, hint: String? = nil) {
    self.init(.usage, message.hasPrefix("Error: ") ? String(message.dropFirst("Error: ".count)) : message, hint: hint)
  }

  /// An empty path, usually from a shell variable that is not set.
  init(emptyPath name: String) {
    self.init(usage: "the path of \(name) is empty", hint: "check that the variable it comes from is set")
  }

  init(_ error: APIError) {
    let request = error.requestID.map { " (request \($0))" } ?? ""
    self.init(error.isPermissionError ? .permission : .failure, error.message + request, hint: error.hint)
  }

  /// Any other error.
  init(_ error: any Error) {
    self = error as? CommandFailure ?? (error as? APIError).map { CommandFailure($0) } ?? .init(.failure, "\(error)")
  }

  var document: ErrorDocument {
    ErrorDocument(code: Int(status.rawValue), message: message, hint: hint, diagnostics: diagnostics)
  }
}
