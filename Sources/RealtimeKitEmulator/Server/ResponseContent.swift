import HTTPTypes
import JSONValue
import OrderedCollections
import Schema

/// The content of a response, before it is put into an envelope.
enum ResponseContent: Sendable {
  case success(HTTPResponse.Status, JSON, paging: JSON? = nil)
  case failure(HTTPResponse.Status, code: Int, [BodyValidator.Issue], String)

  static func missing(_ noun: String) -> ResponseContent {
    .failure(.notFound, code: 404, [], "\(noun) not found")
  }

  /// Returns the status, and the body in the envelope that `behavior` sets.
  func enveloped(_ behavior: Behavior) -> (HTTPResponse.Status, JSON) {
    switch self {
    case .success(let status, let data, let paging):
      var members: JSON.Object = ["success": true, ExactString(behavior.envelope.rawValue): data]
      if let paging { members["paging"] = paging }
      return (status, .object(members))
    case .failure(let status, let code, let issues, let message):
      let body: JSON =
        switch behavior.errorEnvelope {
        case .service: Self.serviceError(code, issues, message)
        case .gateway: Self.gatewayError(code, issues, message)
        }
      return (status, body)
    }
  }

  private static func serviceError(_ code: Int, _ issues: [BodyValidator.Issue], _ message: String) -> JSON {
    let words = issues.map { issue -> JSON in
      ["path": .array(issue.path.components.map { .string($0.text) }), "message": .string(issue.message)]
    }
    let text = words.isEmpty ? message : JSON.array(words).text()
    return ["success": false, "error": ["code": .number(JSON.Number(code)), "message": .string(text)]]
  }

  private static func gatewayError(_ code: Int, _ issues: [BodyValidator.Issue], _ message: String) -> JSON {
    let number = JSON.number(JSON.Number(code))
    let errors = issues.map { issue -> JSON in
      let pointer = "/" + issue.path.components.map(\.text).joined(separator: "/")
      return ["code": number, "message": .string(issue.message), "source": ["pointer": .string(pointer)]]
    }
    return [
      "success": false, "errors": .array(errors.isEmpty ? [["code": number, "message": .string(message)]] : errors),
      "messages": [], "result": .null,
    ]
  }
}
