import HTTPTypes
import JSONValue
import RealtimeKitEmulator

/// Sends requests to an emulator and returns the responses in a form that tests can compare.
struct Client {
  static let root = "/client/v4/accounts/any/realtime/kit/\(Emulator.appID)/"

  /// Returns the path of a preset by its number in creation order, from 1.
  static func preset(_ number: Int = 1) -> String { "presets/00000000-0000-4000-8000-00000000000\(number)" }

  static func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(method: method, scheme: nil, authority: nil, path: root + path)
    request.headerFields[.authorization] = "Bearer x"
    return request
  }

  let emulator: Emulator

  func reply(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async -> EmulatedResponse {
    await emulator.respond(to: Self.request(method, path), body: body.map { Array($0.text().utf8) } ?? [])
  }

  /// Returns the status of the response, or nil if the connection was cut.
  func status(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async -> Int? {
    let reply = await reply(method, path, body)
    return reply.isCut ? nil : reply.head.status.code
  }

  /// Returns the data of the response.
  func data(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async throws -> JSON? {
    try JSON(parsing: await reply(method, path, body).body)["data"]
  }

  /// Returns the names on a page of the list, and the total that the list reports.
  func list(_ query: String = "") async throws -> String {
    let page = try JSON(parsing: await reply(.get, "presets" + query).body)
    let names = page["data"]?.array?.compactMap { $0["name"]?.string } ?? []
    return "\(names.joined(separator: " ")) of \(page["paging"]?["total_count"]?.int ?? -1)"
  }
}
