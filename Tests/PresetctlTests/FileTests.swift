import Foundation
import TestSupport
import Testing

/// Files that the program writes and reads, and paths outside the repository that it rejects.
@Suite("Files") struct FileTests {
  private static func folder() throws -> TemporaryFolder {
    try TemporaryFolder(["presets/unused.yaml": "name: unused\nstate: absent\n"])
  }

  private static func mode(_ url: URL, _ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.appending(path: name).path)[.posixPermissions] as? Int
  }

  /// Runs the program in a shell after other commands.
  private static func run(_ setup: String, _ arguments: [String], in url: URL) async throws -> Binary.Outcome {
    try await Binary.run(
      URL(filePath: "/bin/sh"), ["-c", setup + #"; exec "$0" "$@""#, Binary.url.path] + arguments, in: url,
      ["PATH": "/usr/bin:/bin"])
  }

  // MARK: Writing

  @Test(
    "A saved plan is readable only by its owner, whatever the umask and the previous mode", arguments: ["000", "022"])
  func planMode(umask: String) async throws {
    let folder = try Self.folder()
    try folder.write("old", "wide.json")
    let arguments = ["plan", "--local", "--out"]
    for name in ["new.json", "wide.json"] {
      let outcome = try await Self.run("umask \(umask); chmod 666 wide.json", arguments + [name], in: folder.url)
      #expect(outcome.status == 0, "\(outcome.text)")
      #expect(try Self.mode(folder.url, name) == 0o600)
    }
  }

  @Test("A report keeps the mode of an existing file")
  func reportMode() async throws {
    let folder = try Self.folder()
    try folder.write("old", "secret.md")
    let arguments = ["plan", "--local", "--report", "secret.md", "--report", "new.md"]
    #expect(try await Self.run("umask 022; chmod 600 secret.md", arguments, in: folder.url).status == 0)
    #expect(try Self.mode(folder.url, "secret.md") == 0o600)
    #expect(try Self.mode(folder.url, "new.md") == 0o644)
  }

  @Test("A symbolic link is kept and its target is written")
  func links() async throws {
    let folder = try Self.folder()
    try folder.write("old", "kept/plan.json")
    let manager = FileManager.default
    let links = [("plan.json", "kept/plan.json"), ("chain.json", "plan.json"), ("kept/new.json", "fresh.json")]
    for (name, target) in links {
      try manager.createSymbolicLink(atPath: folder.url.appending(path: name).path, withDestinationPath: target)
    }
    for (name, target) in [("chain.json", "kept/plan.json"), ("kept/new.json", "kept/fresh.json")] {
      #expect(try await folder.run("plan", "--local", "--out", name).status == 0)
      let text = try String(contentsOf: folder.url.appending(path: target), encoding: .utf8)
      #expect(text.contains(#""kind": "plan""#))
    }
    for (name, target) in links {
      #expect(try manager.destinationOfSymbolicLink(atPath: folder.url.appending(path: name).path) == target)
    }
    try manager.createSymbolicLink(
      atPath: folder.url.appending(path: "circle.json").path, withDestinationPath: "circle.json")
    let loop = try await folder.run("plan", "--local", "--out", "circle.json")
    #expect(loop.status == 1)
    #expect(loop.errors == "error: could not write 'circle.json': Too many levels of symbolic links\n")
  }

  @Test("A pipe is written to instead of being replaced")
  func pipes() async throws {
    let folder = try Self.folder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "output.json").path, withDestinationPath: "/proc/self/fd/3")
    let outcome = try await Binary.run(
      URL(filePath: "/bin/sh"),
      ["-c", #"{ "$0" plan --local -q --out output.json 3>&1 >/dev/null; } | cat"#, Binary.url.path], in: folder.url,
      ["PATH": "/usr/bin:/bin"])
    #expect(outcome.output.contains(#""kind": "plan""#), "\(outcome.text)")
  }

  @Test("A failed write keeps the old file and leaves no other file")
  func failedWrite() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    #expect(try await folder.run("plan", "--local").status == 0)
    try folder.write("old", "plan.json")
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let outcome = try await Self.run(
      "trap '' XFSZ; ulimit -f 4", ["plan", "--local", "--out", "plan.json", "--report", "none/plan.json"],
      in: folder.url)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == """
        error: could not write 'plan.json': File too large
        error: could not write the result: File too large
        error: could not write 'none/plan.json': File too large

        """)
    #expect(try String(contentsOf: folder.url.appending(path: "plan.json"), encoding: .utf8) == "old")
    let after = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    #expect(after == (before + ["none"]).sorted())
  }

  // MARK: Reading

  @Test("A path in the project file that leaves the repository is reported with its location")
  func projectPaths() async throws {
    let outside = try Self.folder()
    let folder = try Self.folder()
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: folder.url.appending(path: "link"), withDestinationURL: outside.url.appending(path: "presets"))
    try manager.createSymbolicLink(atPath: folder.url.appending(path: "inside").path, withDestinationPath: "presets")
    try folder.write(
      """
      manifests:
        - presets
        - ../x
        - /etc
        - link
        - link/unused.yaml
        - inside/../../x
        - inside

      """, "presetctl.yaml")
    for command in [["plan", "--local"], ["validate"], ["validate", "presets"]] {
      let outcome = try await Binary.run(command, in: folder.url)
      #expect(outcome.status == 65)
      try expectSnapshot(outcome.errors, "project/paths")
    }
    // Paths on the command line may be outside the repository.
    #expect(try await folder.run("validate", "--manifests", "link").status == 0)
    #expect(try await folder.run("validate", variables: ["PRESETCTL_MANIFESTS": outside.url.path]).status == 0)
    try folder.write("manifests: inside\n", "presetctl.yaml")
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("A project file that is a link out of the repository is not read")
  func projectLink() async throws {
    let secrets = try TemporaryFolder(["secrets.yaml": "password: hunter2\n"])
    let folder = try Self.folder()
    let link = folder.url.appending(path: "presetctl.yaml")
    for target in [secrets.url.appending(path: "secrets.yaml").path, "/proc/self/environ"] {
      try? FileManager.default.removeItem(at: link)
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
      let outcome = try await folder.run("validate", variables: ["CLOUDFLARE_API_TOKEN": "canary-canary-canary"])
      #expect(
        outcome.text == """
          exit 65
          --- stdout ---
          --- stderr ---
          presetctl.yaml:1:1: error[leaves-repository]: the path leads outside the repository
            hint: to read files outside the repository, name their path on the command line
          error: 1 error in the project file

          """)
    }
  }

  @Test("The manifests of the project file stay within the repository even if other manifests are named")
  func library() async throws {
    let outside = try TemporaryFolder(["base.yaml": "name: base\nabstract: true\npermissions: {can_record: hunter2}\n"])
    let folder = try TemporaryFolder(["one.yaml": "name: one\nextends: base\n"])
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "presets"), withDestinationURL: outside.url)
    let outcome = try await folder.run("validate", "one.yaml")
    #expect(outcome.status == 65)
    #expect(!outcome.text.contains("hunter2"))
    #expect(
      outcome.output == """
        one.yaml:2:10: error[unknown-base]: no manifest is named 'base'
            2 | extends: base
              |          ^^^^
          hint: declare it, or add the path of its manifest to --manifests

        1 error in 1 file.

        """)
  }

  @Test("A link out of the repository is not followed in a git revision")
  func baseLinks() async throws {
    let outside = try TemporaryFolder(["secret.yaml": "name: [hunter2\n"])
    let folder = try Self.folder()
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    try await folder.git("init", "-q", "-b", "main")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "linked"), withDestinationURL: outside.url)
    try await folder.git("add", "-A")
    try await folder.git("commit", "-qm", "links")
    try FileManager.default.removeItem(at: folder.url.appending(path: "linked"))
    try folder.copy("presets", to: "linked")
    let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    let outcome = try await folder.run(
      "plan", "--local", "--base", "HEAD", "--manifests", "linked", "-o", "json", variables: path)
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(
      outcome.errors == """
        warning: 1 error in the manifests at 'HEAD'; the affected fields count as new: linked:1: \
        the path leads outside the repository

        """)
    #expect(!outcome.text.contains("hunter2"))
  }
}
