import Diagnostics
import HTTPTypes
import JSONValue
package import Planning
import Schema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Checks the connection, token, account, app, presets, limits, and clock, with read requests only.
package struct Inspection: Sendable {
  /// The largest clock difference, in seconds, that does not cause problems with certificates and dates.
  private static let maximumClockSkew = 60.0

  package private(set) var checks: [DoctorReport.Check] = []
  /// Whether a check failed because the token is invalid or lacks a permission.
  package private(set) var isPermissionError = false

  /// Checks the API of a connection.
  package static func run(_ connection: Connection) async -> Inspection {
    var inspection = Inspection()
    await inspection.checkAll(connection)
    return inspection
  }

  private mutating func checkAll(_ connection: Connection) async {
    let query = connection.appsPath(query: "?page_no=1&per_page=100")
    let response: TransportResponse
    do {
      response = try await connection.sendRaw(.get, query)
    } catch {
      checks.append(.init("api", .failed, error.error.message, hint: error.error.hint))
      return skip(["token", "app", "presets"], because: "the API did not respond")
    }
    let status = response.head.status.code
    checks.append(.init("api", .ok, "responds (\(status))"))
    checkClock(response.head.headerFields, connection)
    do {
      let apps = try await connection.read(query).data?.array ?? []
      checks.append(.init("token", .ok, "is valid and can list the account's apps"))
      if checkApp(apps, connection.appID) {
        await checkPresets(connection)
      } else {
        skip(["presets"], because: "the app was not found")
      }
    } catch {
      isPermissionError = error.isPermissionError
      let name = isPermissionError ? "token" : "account"
      checks.append(
        .init(name, .failed, error.message, hint: error.status == 404 ? "check the account id" : error.hint))
      skip(["app", "presets"], because: "the account's apps could not be listed")
    }
    checkLimits(response.head.headerFields)
  }

  private mutating func skip(_ names: [String], because reason: String) {
    checks += names.map { .init($0, .skipped, reason) }
  }

  /// Checks that the account has the app.
  /// - Returns: Whether it does.
  private mutating func checkApp(_ apps: [JSON], _ id: String) -> Bool {
    let known = apps.compactMap { $0["id"]?.string }
    if known.contains(id) {
      let words = known.count == 1 ? "is the account's only app" : "is one of the account's \(known.count) apps"
      checks.append(.init("app", .ok, words))
      return true
    } else {
      let names = apps.compactMap { app in app["name"]?.string.map { "'\($0)'" } }
      let nearest = Suggestion.nearest(to: id, among: known).flatMap { near in
        apps.first { $0["id"]?.string == near }?["name"]?.string
      }
      checks.append(
        .init(
          "app", .failed,
          "the account has no app with this id; its apps: " + (names.isEmpty ? "none" : names.joined(separator: ", ")),
          hint: nearest.map { "did you mean '\($0)'? Its id is similar" } ?? "check the app id"))
      return false
    }
  }

  private mutating func checkPresets(_ connection: Connection) async {
    do {
      let rows = try await PresetReader(connection, parallelism: 1).list()
      guard let first = rows.first else {
        return checks.append(.init("presets", .ok, "can be listed; the app has none"))
      }
      _ = try await PresetReader(connection, parallelism: 1).document(id: first.id)
      checks.append(
        .init("presets", .ok, "can be listed and read; the app has \(rows.count)"))
    } catch {
      isPermissionError = isPermissionError || error.isPermissionError
      checks.append(.init("presets", .failed, error.message, hint: error.hint))
    }
  }

  private mutating func checkClock(_ fields: HTTPFields, _ connection: Connection) {
    guard let date = fields[.date].flatMap({ Date(httpHeader: $0) }) else { return }
    let skew = connection.time.date().timeIntervalSince(date)
    if abs(skew) > Self.maximumClockSkew {
      let words = "\(Int(abs(skew))) s \(skew > 0 ? "ahead of" : "behind") the API's clock"
      checks.append(
        .init(
          "clock", .warning, "the clock of this machine is \(words)",
          hint: "set the clock; a wrong clock can make certificates look invalid"))
    } else {
      checks.append(.init("clock", .ok, "agrees with the API's clock"))
    }
  }

  private mutating func checkLimits(_ fields: HTTPFields) {
    if let name = HTTPField.Name("Ratelimit"), let text = fields[name], let limit = RateLimiter.rateLimit(text) {
      let outcome: DoctorReport.Check.Outcome = limit.remaining < 100 ? .warning : .ok
      checks.append(
        .init(
          "limits", outcome, "\(limit.remaining) requests remain for the next \(Int(limit.reset / .seconds(1))) s"))
    } else {
      checks.append(.init("limits", .ok, "the API reports no rate limit; presetctl uses --rate-limit"))
    }
  }
}
