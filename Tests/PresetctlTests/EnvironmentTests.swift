import Foundation
import TestSupport
import Testing

/// Several environments in one repository with the built program.
@Suite("Environments") struct EnvironmentTests {
  private static func folder(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["presets", "overlays", "presetctl.yaml"] {
      try folder.copy("examples/environments/\(name)", to: name)
    }
    for (path, text) in files { try folder.write(text, path) }
    return folder
  }

  @Test("Two environments with shared manifests differ only in the fields that an overlay sets")
  func difference() async throws {
    let folder = try Self.folder()
    #expect(try await folder.run("apply", "--local", "-e", "staging", "--auto-approve").status == 0)
    let plan = try await folder.run("plan", "--local", "-e", "production")
    try expectSnapshot(plan.text, "environments/production")
    let readme = Binary.repository.appending(path: "examples/environments/README.md")
    let shown = plan.output.split(separator: "\n").prefix(7).joined(separator: "\n")
    #expect(try String(contentsOf: readme, encoding: .utf8).contains("```\n\(shown)\n```"))
    #expect(try await folder.run("apply", "--local", "-e", "production", "--auto-approve").status == 0)
    #expect(try await folder.run("plan", "--local", "-e", "production", "--detailed-exitcode").status == 0)
    #expect(try await folder.run("plan", "--local", "-e", "staging", "--detailed-exitcode").status == 2)
  }

  @Test("validate checks all environments, only the selected environment, or only the named files")
  func validation() async throws {
    let folder = try Self.folder(["overlays/production/hosts.yaml": "name: consultent\n"])
    try expectSnapshot(try await folder.run("validate").text, "environments/validate")
    #expect(try await folder.run("validate", "-e", "production").status == 65)
    #expect(try await folder.run("validate", "-e", "staging").status == 0)
    #expect(try await folder.run("validate", "presets/client.yaml").status == 0)
    #expect(try await folder.run("plan", "--local", "-e", "production").status == 65)
    #expect(try await folder.run("plan", "--local", "-e", "staging").status == 0)
    let wrong = try await folder.run("validate", "-e", "productoin")
    #expect(
      wrong.status == 64
        && wrong.errors.hasSuffix("Did you mean 'production'?\nhint: available environments: staging, production\n"))
  }

  @Test("An overlay folder that is missing or outside the repository is an error, even with --manifests")
  func paths() async throws {
    let folder = try Self.folder()
    try folder.replace("[overlays/production]", by: "[overlays/productoin]", in: "presetctl.yaml")
    try expectSnapshot(try await folder.run("plan", "--local", "-e", "production").text, "environments/missing")
    try folder.replace("[overlays/productoin]", by: "[../elsewhere]", in: "presetctl.yaml")
    for arguments in [[], ["--manifests", "presets"]] {
      let plan = try await folder.run(["plan", "--local", "-e", "production"] + arguments)
      #expect(plan.status == 65)
      try expectSnapshot(plan.text, "environments/outside")
    }
  }

  @Test("An overlay that is named for validation is checked together with its manifests")
  func named() async throws {
    let folder = try Self.folder()
    let overlay = "overlays/production/consultation.yaml"
    for paths in [[overlay], ["presetctl.yaml"], [overlay, "presets/client.yaml", "presetctl.yaml"]] {
      #expect(try await folder.run(["validate"] + paths).status == 0)
    }
    try folder.write("name: consultation\nconfig: {max_video_stream: {}}\n", overlay)
    try folder.write("name: client\nextends: consultation\nwave: 1\n", "presets/client.yaml")
    func locations(_ paths: String...) async throws -> [String] {
      try await folder.run(["validate"] + paths).output.matches(of: /^[^ :]+:\d+:\d+/.anchorsMatchLineEndings())
        .map { String($0.output) }
    }
    #expect(try await locations(overlay) == ["\(overlay):2:10"])
    #expect(try await locations("presets/client.yaml") == ["presets/client.yaml:3:1"])
    #expect(
      try await locations("presets/client.yaml", "overlays/production") == [
        "\(overlay):2:10", "presets/client.yaml:3:1",
      ])
    for arguments in [["validate", ""], ["plan", "--local", "--manifests", ""]] {
      #expect(try await folder.run(arguments).status == 64)
    }
  }

  @Test("A change of an overlay in the branch is intent, and an earlier value is drift")
  func origin() async throws {
    let folder = try Self.folder()
    let overlay = "overlays/production/consultation.yaml"
    try folder.replace("can_record: true", by: "can_record: false", in: overlay)
    #expect(try await folder.run("apply", "--local", "-e", "production", "--auto-approve").status == 0)
    try folder.replace("can_record: false", by: "can_record: true", in: overlay)
    try await folder.git("init", "-q", "-b", "main")
    try await folder.git("add", ".")
    try await folder.git("commit", "-qm", "one")
    try folder.replace("desktop: 6", by: "desktop: 4", in: overlay)
    let plan = try await folder.run("plan", "--local", "-e", "production", "--base", "HEAD")
    #expect(plan.output.hasSuffix("2 changes from this branch, 1 from drift.\n"), "\(plan.text)")
  }
}
