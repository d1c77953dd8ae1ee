import Foundation
import JSONValue
import Testing

/// Base manifests in a submodule, whose commit the repository only references.
@Suite("Submodules") struct SubmoduleTests {
  private static let variables = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "PRESETCTL_LOCAL": "1",
    "PRESETCTL_LOCAL_SEED": "none",
  ]

  /// Returns a folder with a library that contains the catalog, and a repository that has the library as a submodule.
  private static func folder(as path: String, containing subfolder: String) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    try folder.copy("presets", to: subfolder.isEmpty ? "catalog" : "library/\(subfolder)")
    let library = subfolder.isEmpty ? "catalog" : "library"
    try await folder.git("init", "-q", "-b", "main", library)
    try await folder.git("-C", library, "add", "-A")
    try await folder.git("-C", library, "commit", "-qm", "presets")
    try await folder.git("init", "-q", "-b", "main", "work")
    try folder.write(".presetctl\n", "work/.gitignore")
    try folder.write("name: own\nstate: absent\n", "work/presets/own.yaml")
    try await folder.git(
      "-C", "work", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../\(library)", path)
    try await folder.git("-C", "work", "add", "-A")
    try await folder.git("-C", "work", "commit", "-qm", "work")
    return folder
  }

  private static func run(_ folder: borrowing TemporaryFolder, _ arguments: [String]) async throws -> Binary.Outcome {
    try await Binary.run(arguments, in: folder.url.appending(path: "work"), variables)
  }

  /// The path of the submodule, the folder of the manifests in it, and the value of `--manifests`.
  private static let layouts = [
    ("vendor/library", "manifests/all", "vendor/library/manifests/all"), ("vendor/library", "all", "vendor/library"),
    ("presets/shared", "all", "presets"), ("presets/shared", "", "."),
  ]

  @Test("Drift is detected if the manifests are in a submodule or contain one", arguments: layouts.indices)
  func drift(index: Int) async throws {
    let (path, subfolder, manifests) = Self.layouts[index]
    let folder = try await Self.folder(as: path, containing: subfolder)
    let arguments = ["--manifests", manifests, "-o", "json"]
    #expect(try await Self.run(folder, ["apply", "--auto-approve"] + arguments).status == 0)
    let guest = "work/\(path)/\(subfolder.isEmpty ? "" : subfolder + "/")group-call-guest.yaml"
    // The change of the branch is not committed in either repository.
    try folder.replace("waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: guest)
    let state = folder.url.appending(path: "work/.presetctl/local.json")
    let text = try String(contentsOf: state, encoding: .utf8)
    let fragments = text.components(separatedBy: #""can_edit_display_name":false"#)
    try #require(fragments.count > 1)
    try Data(fragments.joined(separator: #""can_edit_display_name":true"#).utf8).write(to: state)
    let plan = try await Self.run(folder, ["plan", "--base", "HEAD", "--deny-drift"] + arguments)
    #expect(plan.status == 5 && plan.errors.isEmpty, "\(plan.errors)")
    let summary = try JSON(parsing: Array(plan.output.utf8))["summary"]
    #expect(summary?["intent"] == 1 && summary?["drift"]?.int == fragments.count - 1, "\(String(describing: summary))")
  }

  @Test("A link into a submodule is followed, and a link to another path needs no submodule")
  func links() async throws {
    let folder = try await Self.folder(as: "vendor/library", containing: "all")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "work/presets/shared").path, withDestinationPath: "../vendor/library/all")
    try await folder.git("-C", "work", "add", "-A")
    try await folder.git("-C", "work", "commit", "-qm", "link")
    let plan = try await Self.run(folder, ["plan", "--base", "HEAD"])
    #expect(plan.output.hasSuffix("Nothing from this branch. Presets from drift: 9 to add.\n"), "\(plan.text)")
    try await folder.git("-C", "work", "submodule", "--quiet", "deinit", "--all", "--force")
    try FileManager.default.removeItem(at: folder.url.appending(path: "work/presets/shared"))
    try folder.write("name: other\nstate: absent\n", "work/other.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "work/presets/other.yaml").path, withDestinationPath: "../other.yaml")
    try await folder.git("-C", "work", "add", "-A")
    try await folder.git("-C", "work", "commit", "-qm", "another link")
    #expect(try await Self.run(folder, ["plan", "--base", "HEAD"]).status == 0)
  }

  @Test("Nested submodules are read at the recorded commits, whatever is checked out")
  func nested() async throws {
    let folder = try await Self.folder(as: "inner", containing: "all")
    try await folder.git("init", "-q", "-b", "main", "top")
    try await folder.git(
      "-C", "top", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../work", "outer")
    try await folder.git(
      "-C", "top", "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive")
    try await folder.git("-C", "top", "commit", "-qm", "top")
    // The inner submodule has a newer commit, but the outer commit still records the old one.
    try folder.replace("SKIP_ON_ACCEPT", by: "SKIP", in: "top/outer/inner/all/group-call-guest.yaml")
    try await folder.git("-C", "top/outer/inner", "commit", "-qam", "no more waiting")
    let top = folder.url.appending(path: "top")
    let arguments = ["--manifests", "outer/inner/all"]
    let apply = try await Binary.run(["apply", "--auto-approve"] + arguments, in: top, Self.variables)
    #expect(apply.status == 0, "\(apply.text)")
    try folder.replace("can_vote: true", by: "can_vote: false", in: "top/outer/inner/all/group-call-guest.yaml")
    let plan = try await Binary.run(["plan", "--base", "HEAD"] + arguments, in: top, Self.variables)
    #expect(plan.output.hasSuffix(" 1 change from this branch, 0 from drift.\n"), "\(plan.text)")
  }

  @Test("A submodule that cannot be read is reported with a hint")
  func missing() async throws {
    let folder = try await Self.folder(as: "presets/shared", containing: "all")
    // The repository records a commit that the submodule no longer has, as in a shallow clone.
    try await folder.git("-C", "work/presets/shared", "commit", "-q", "--allow-empty", "-m", "lost")
    let lost = try await folder.git("-C", "work/presets/shared", "rev-parse", "HEAD")
    try await folder.git("-C", "work", "commit", "-qam", "newer")
    try await folder.git("-C", "work/presets/shared", "reset", "-q", "--hard", "HEAD~1")
    try await folder.git("-C", "work/presets/shared", "reflog", "expire", "--expire=now", "--all")
    try await folder.git("-C", "work/presets/shared", "gc", "-q", "--prune=now")
    let arguments = ["plan", "--base", "HEAD", "--deny-drift"]
    let shallow = try await Self.run(folder, arguments)
    #expect(shallow.status == 64 && shallow.output.isEmpty)
    #expect(
      shallow.errors == """
        error: the submodule 'presets/shared' does not have commit \(lost), which contains the manifests at 'HEAD'
        hint: use --base with a folder, or fetch the commit: git -C 'presets/shared' fetch origin \(lost)

        """)
    try await folder.git("-C", "work", "submodule", "--quiet", "deinit", "--all", "--force")
    let absent = try await Self.run(folder, arguments)
    #expect(absent.status == 64 && absent.output.isEmpty)
    #expect(
      absent.errors == """
        error: manifests at 'HEAD' are in the submodule 'presets/shared', which is not checked out
        hint: use --base with a folder, or check out the submodule: git submodule update --init --recursive

        """)
  }
}
