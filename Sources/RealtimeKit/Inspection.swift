import HTTPTypes
public import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Looks, with nothing but reads, whether the API can be used: reachable, token, account, app, presets, limits, clock.
public struct Inspection: Sendable {
  /// A clock that is wrong by more than this, in seconds, makes certificates and dates look wrong.
  private static let largestSkew = 60.0

  /// What was looked at.
  public private(set) var checks: [Checkup.Check] = []
  /// Whether the token, or what it may do, is what is wrong.
  public private(set) var isAboutPermission = false

  /// Looks at everything that a connection leads to.
  public init(_ connection: Connection) async {
    await look(connection)
  }

  private mutating func look(_ connection: Connection) async {
    let query = connection.appsPath(query: "?page_no=1&per_page=100")
    let response: TransportResponse
    do {
      response = try await connection.exchange(.get, query)
    } catch {
      checks.append(.init("api", .failed, error.error.message, hint: error.error.hint))
      return skip(["token", "app", "presets"], because: "the API did not answer")
    }
    let status = response.head.status.code
    checks.append(.init("api", .ok, "answers (\(status))"))
    lookAtClock(response.head.headerFields, connection)
    do {
      let apps = try await connection.read(query).data?.array ?? []
      checks.append(.init("token", .ok, "is accepted, and may list the account's apps"))
      if lookForApp(apps, connection.appID) {
        await lookAtPresets(connection)
      } else {
        skip(["presets"], because: "there is no app to list them of")
      }
    } catch {
      isAboutPermission = error.isAboutPermission
      let name = isAboutPermission ? "token" : "account"
      checks.append(
        .init(name, .failed, error.message, hint: error.status == 404 ? "is the account id right?" : error.hint))
      skip(["app", "presets"], because: "the account's apps cannot be listed")
    }
    lookAtLimits(response.head.headerFields)
  }

  private mutating func skip(_ names: [String], because reason: String) {
    checks += names.map { .init($0, .skipped, reason) }
  }

  /// Looks for the app among those of the account; false where it is not there.
  private mutating func lookForApp(_ apps: [JSON], _ id: String) -> Bool {
    let known = apps.compactMap { $0["id"]?.string }
    if known.contains(id) {
      let words = known.count == 1 ? "is the account's only one" : "is one of the account's \(known.count)"
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
          "the account has no app of this id; it has " + (names.isEmpty ? "none" : names.joined(separator: ", ")),
          hint: nearest.map { "did you mean '\($0)'? Its id differs in a few characters" } ?? "is the app id right?"))
      return false
    }
  }

  private mutating func lookAtPresets(_ connection: Connection) async {
    do {
      let rows = try await PresetReader(connection, parallelism: 1).list()
      guard let first = rows.first else {
        return checks.append(.init("presets", .ok, "can be listed; there are none yet"))
      }
      _ = try await PresetReader(connection, parallelism: 1).document(id: first.id)
      checks.append(
        .init("presets", .ok, "can be listed and read; there \(rows.count == 1 ? "is" : "are") \(rows.count)"))
    } catch {
      isAboutPermission = isAboutPermission || error.isAboutPermission
      checks.append(.init("presets", .failed, error.message, hint: error.hint))
    }
  }

  private mutating func lookAtClock(_ fields: HTTPFields, _ connection: Connection) {
    guard let date = fields[.date].flatMap({ Date(httpHeader: $0) }) else { return }
    let skew = connection.time.date().timeIntervalSince(date)
    if abs(skew) > Self.largestSkew {
      let words = "\(Int(abs(skew))) s \(skew > 0 ? "ahead of" : "behind") the API's"
      checks.append(
        .init("clock", .warning, "this machine's clock is \(words)", hint: "set it, or certificates may look invalid"))
    } else {
      checks.append(.init("clock", .ok, "agrees with the API's"))
    }
  }

  private mutating func lookAtLimits(_ fields: HTTPFields) {
    if let name = HTTPField.Name("Ratelimit"), let text = fields[name], let limit = Pace.rateLimit(text) {
      let outcome: Checkup.Check.Outcome = limit.remaining < 100 ? .warning : .ok
      checks.append(
        .init(
          "limits", outcome, "\(limit.remaining) requests are left for the next \(Int(limit.reset / .seconds(1))) s"))
    } else {
      checks.append(.init("limits", .ok, "the API does not tell what is left; presetctl keeps its own budget"))
    }
  }
}
