#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a request's path leads to.
struct Route {
  enum Resource: Hashable {
    case apps
    case presets(app: String)
    case preset(app: String, id: String)
  }

  let resource: Resource
  let query: [String: String]

  /// Takes a path with its query, such as `/client/v4/accounts/…/realtime/kit/…/presets?page_no=1`.
  init?(_ text: String) {
    guard let components = URLComponents(string: text) else { return nil }
    let parts = components.path.split(separator: "/").map(String.init)
    guard parts.count >= 7, parts[0] == "client", parts[1] == "v4", parts[2] == "accounts", parts[4] == "realtime",
      parts[5] == "kit"
    else { return nil }
    switch (parts.count, parts[6], parts.count > 7 ? parts[7] : "") {
    case (7, "apps", _): resource = .apps
    case (8, let app, "presets"): resource = .presets(app: app)
    case (9, let app, "presets"): resource = .preset(app: app, id: parts[8])
    default: return nil
    }
    let items = components.queryItems ?? []
    query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }
}
