import YAML

/// What a repository starts with: a project file, and manifests that explain themselves.
public struct Scaffold: Hashable, Sendable {
  /// A file of the scaffold.
  public struct File: Hashable, Sendable {
    /// Its name, which has no folder.
    public let name: String
    /// What is in it, in a few words.
    public let content: String
    /// Its text.
    public let text: String
  }

  /// The project file.
  public let project: File

  /// Makes a project file.
  /// - Parameters:
  ///   - environment: The app that is meant; nil where nobody knows yet.
  ///   - saysAddress: Whether the API's address is another than Cloudflare's own, and has to be said.
  ///   - allowsUnknownFields: Whether the manifests have fields that this version does not know.
  ///   - folder: The folder of the manifests.
  public init(
    of environment: Environment?, saysAddress: Bool = false, allowsUnknownFields: Bool = false, manifests folder: String
  ) {
    project = File(
      name: Project.fileName, content: "the project file",
      text: Self.project(environment, saysAddress, allowsUnknownFields, manifests: folder))
  }

  /// An abstract base, and two presets that extend it.
  public static let manifests = [("base", base), ("guest", guest), ("host", host)].map { name, text in
    File(
      name: "\(name).yaml", content: name == "base" ? "base (a base)" : name,
      text: "# \(ManifestSchema.modeline)\n\(text)")
  }

  private static func project(
    _ environment: Environment?, _ saysAddress: Bool, _ allowsUnknownFields: Bool, manifests folder: String
  ) -> String {
    let head = """
      # \(ProjectSchema.modeline)
      #
      # Which presets presetctl keeps, and in which RealtimeKit apps. All that can stand here: docs/project.md of presetctl.
      version: 1
      manifests: [\(Writer.scalar(folder, inFlow: true))]
      \(allowsUnknownFields ? "allow_unknown_fields: true    # the app has fields that this version does not know\n" : "")
      # What is valid and probably not meant warns. 'presetctl explain' lists the rules; error stops plan and apply.
      # lint: { hidden-publisher: error, kick-ends-meeting: note }


      """
    guard let environment else {
      return head + """
        # One entry for each app. Until there is one, account and app come from CLOUDFLARE_ACCOUNT_ID and REALTIMEKIT_APP_ID.
        # The API token never stands here: it comes from CLOUDFLARE_API_TOKEN, or a file (--api-token-file).
        # environments:
        #   production:
        #     account_id: 32 hexadecimal digits, from the dashboard
        #     app_id: a UUID, from the dashboard
        \(settings(commentedOut: "#     "))
        """
    }
    let members =
      [("account_id", environment.accountID), ("app_id", environment.appID)]
      + (saysAddress ? [("base_url", environment.baseURL)] : [])
    let lines = members.map { "    \($0): \(Writer.scalar($1))\n" }.joined()
    return head + """
      # One entry for each app; -e chooses where there are several. The API token never stands here: it comes from
      # CLOUDFLARE_API_TOKEN, or a file (--api-token-file).
      environments:
        \(Writer.scalar(environment.name)):
      \(lines)\(settings(commentedOut: "    # "))
      """
  }

  /// What an environment may say beside the ids, as comments.
  private static func settings(commentedOut start: String) -> String {
    [
      "overlays: [overlays/production]  # what is different here",
      "manage: [\"*\"]                    # presets without a manifest show in plans;",
      "prune: false                     # with true they are deleted",
      "protect: [host]                  # never deleted",
      "limits: { deletes: 1 }           # a plan that deletes more is blocked",
    ].map { start + $0 + "\n" }.joined()
  }
}
