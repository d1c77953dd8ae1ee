#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The resource that a request's path identifies.
struct APIRoute {
  enum Resource: Hashable {
    case apps
    case presets(app: String)
    case preset(app: String, id: String)
  }

  let resource: Resource
  let query: [String: String]

  /// Parses a path with its query, such as `/client/v4/accounts/…/realtime/kit/…/presets?page_no=1`.
  init?(_ text: String) {
    guard let components = URLComponents(string: text) else { return nil }
    let parts = components.path.split(separator: "/").map(String.init)
    guard Self.isRealtimeKitPath(parts) else { return nil }
    switch (parts.count, parts[6], parts.count > 7 ? parts[7] : "") {
    case (7, "apps", _): resource = .apps
    case (8, let app, "presets"): resource = .presets(app: app)
    case (9, let app, "presets"): resource = .preset(app: app, id: parts[8])
    default: return nil
    }
    let items = components.queryItems ?? []
    query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }

  /// Returns the part of a path below the app, such as `presets`, or `apps` for the list of apps. Other paths are returned unchanged.
  static func pathBelowApp(_ text: String) -> String {
    let path = String(text.prefix { $0 != "?" })
    let parts = path.split(separator: "/").map(String.init)
    guard isRealtimeKitPath(parts) else { return path }
    return parts.count == 7 ? parts[6] : parts.dropFirst(7).joined(separator: "/")
  }

  private static func isRealtimeKitPath(_ parts: [String]) -> Bool {
    parts.count >= 7 && parts[..<3] == ["client", "v4", "accounts"] && parts[4..<6] == ["realtime", "kit"]
  }
}
