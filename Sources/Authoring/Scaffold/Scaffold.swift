package import Manifests
import YAML

/// The files of a new project: a project file and commented starter manifests.
package struct Scaffold: Hashable, Sendable {
  package struct File: Hashable, Sendable {
    /// The file name, without a folder.
    package let name: String
    /// A short description for reports.
    package let content: String
    package let text: String
  }

  package let project: File

  /// - Parameters:
  ///   - environment: The environment to declare; nil for a commented example.
  ///   - setsBaseURL: Whether to set `base_url`, because it is not Cloudflare's.
  ///   - allowsUnknownFields: Whether the manifests have fields that this version does not know.
  ///   - folder: The manifest folder.
  package init(
    of environment: Environment?, setsBaseURL: Bool = false, allowsUnknownFields: Bool = false, manifests folder: String
  ) {
    project = File(
      name: Project.fileName, content: "project file",
      text: Self.project(environment, setsBaseURL, allowsUnknownFields, manifests: folder))
  }

  /// The starter manifests: an abstract base and two presets that extend it.
  package static let manifests = [
    ("base", PackageResources.base_yaml), ("guest", PackageResources.guest_yaml), ("host", PackageResources.host_yaml),
  ].map { name, text in
    File(
      name: "\(name).yaml", content: name == "base" ? "base (abstract)" : name,
      text: "# \(ManifestSchema.modeline)\n\(String(decoding: text, as: UTF8.self))")
  }

  private static func project(
    _ environment: Environment?, _ setsBaseURL: Bool, _ allowsUnknownFields: Bool, manifests folder: String
  ) -> String {
    let head = """
      # \(ProjectSchema.modeline)
      #
      # The presets and RealtimeKit apps that presetctl manages. Reference: docs/project.md in the presetctl repository.
      version: 1
      manifests: [\(YAMLWriter.scalar(folder, inFlow: true))]
      \(allowsUnknownFields ? "allow_unknown_fields: true    # the app has fields that this version does not know\n" : "")
      # Lint rules report manifests that are valid but probably a mistake. Run 'presetctl explain' to list the rules.
      # A finding with the severity 'error' stops plan and apply.
      # lint: { hidden-publisher: error, kick-ends-meeting: note }


      """
    guard let environment else {
      return head + """
        # One environment for each app. Without environments, set CLOUDFLARE_ACCOUNT_ID and REALTIMEKIT_APP_ID instead.
        # Do not put the API token in this file. Set CLOUDFLARE_API_TOKEN, or pass --api-token-file.
        # environments:
        #   production:
        #     account_id: 32 hexadecimal digits, from the dashboard
        #     app_id: a UUID, from the dashboard
        \(settings(commentedOut: "#     "))
        """
    }
    let members =
      [("account_id", environment.accountID), ("app_id", environment.appID)]
      + (setsBaseURL ? [("base_url", environment.baseURL)] : [])
    let lines = members.map { "    \($0): \(YAMLWriter.scalar($1))\n" }.joined()
    return head + """
      # One environment for each app. If there are several, select one with -e.
      # Do not put the API token in this file. Set CLOUDFLARE_API_TOKEN, or pass --api-token-file.
      environments:
        \(YAMLWriter.scalar(environment.name)):
      \(lines)\(settings(commentedOut: "    # "))
      """
  }

  /// Returns optional settings of an environment as comments.
  private static func settings(commentedOut start: String) -> String {
    [
      "overlays: [overlays/production]  # manifests that override fields in this environment",
      "manage: [\"*\"]                    # presets that may be pruned",
      "prune: false                     # true: delete managed presets that no manifest declares",
      "protect: [host]                  # presets that are never deleted",
      "limits: { deletes: 1 }           # block plans that delete more presets",
    ].map { start + $0 + "\n" }.joined()
  }
}
