import Foundation
import JSONValue
import RealtimeKitEmulator
import TestSupport
import Testing

@testable import Documents

/// Compares two apps in the local API with the built program.
@Suite("compare") struct CompareTests {
  private static let variables = ["CLOUDFLARE_API_TOKEN": Emulator.token]

  /// Runs `body` with the two environments of the example, each with its own app.
  private static func with(_ body: @escaping @Sendable (borrowing TemporaryFolder) async throws -> Void) async throws {
    try await EmulatorServer.with(try Emulator(DefaultPresets.all)) { staging in
      try await EmulatorServer.with(try Emulator(DefaultPresets.all)) { production in
        let folder = try TemporaryFolder()
        for name in ["presets", "overlays", "presetctl.yaml"] {
          try folder.copy("examples/environments/\(name)", to: name)
        }
        var project = try String(contentsOf: folder.url.appending(path: "presetctl.yaml"), encoding: .utf8)
          .replacing(/app_id: .+/, with: "app_id: \(Emulator.appID)")
          .replacing(/account_id: .+/, with: "account_id: \(Emulator.accountID)")
        for (name, address) in [("staging", staging), ("production", production)] {
          project = project.replacing("  \(name):\n", with: "  \(name):\n    base_url: \(address)\n")
        }
        try folder.write(project, "presetctl.yaml")
        for name in ["staging", "production"] {
          let outcome = try await folder.run(["apply", "-e", name, "--auto-approve", "-q"], variables)
          #expect(outcome.status == 0, "\(outcome.text)")
        }
        try await body(folder)
      }
    }
  }

  private static func masked(_ outcome: Binary.Outcome) -> String {
    // Presets are created concurrently and get their ids in any order.
    outcome.text.replacing(/127\.0\.0\.1:[0-9]+/, with: "HOST").replacing(/00000000-0000-4000-8000-\d+/, with: "ID")
  }

  @Test("Environments that differ only as declared show all differences as declared", arguments: ["text", "markdown"])
  func declared(format: String) async throws {
    try await Self.with { folder in
      let arguments = ["compare", "staging", "production", "--detailed-exitcode", "-o", format]
      let outcome = try await folder.run(arguments, Self.variables)
      #expect(outcome.status == 2)
      try expectSnapshot(Self.masked(outcome), "compare/declared-\(format)")
      if format == "text" {
        let readme = Binary.repository.appending(path: "examples/environments/README.md")
        let block = "$ presetctl compare staging production\n\(outcome.output)```\n"
        #expect(try String(contentsOf: readme, encoding: .utf8).contains(block))
      }
      let reversed = try await folder.run("compare", "production", "staging", variables: Self.variables)
      #expect(reversed.status == 0 && reversed.output.hasSuffix(" All differences are declared.\n"))
    }
  }

  @Test(
    "A comparison distinguishes drift, undeclared differences and presets that only one app has",
    arguments: ["text", "json"])
  func drift(format: String) async throws {
    try await Self.with { folder in
      try folder.write(
        """
        name: client
        extends: consultation
        permissions: {waiting_room_type: SKIP}
        ui: {design_tokens: {google_font: Inter}}
        ---
        name: visitor
        extends: consultation

        """, "drifted/presets.yaml")
      try folder.copy("examples/environments/presets/consultation.yaml", to: "drifted/base.yaml")
      try folder.write("version: 1\nenvironments: {production: {}}\n", "drifted.yaml")
      let project = try String(contentsOf: folder.url.appending(path: "presetctl.yaml"), encoding: .utf8)
      let address = project.matches(of: /base_url: (.+)/).map { String($0.output.1) }[1]
      let apply = try await folder.run(
        [
          "apply", "--config", "drifted.yaml", "--manifests", "drifted", "--auto-approve", "-q", "--base-url", address,
          "--account-id", Emulator.accountID, "--app-id", Emulator.appID,
        ], Self.variables)
      #expect(apply.status == 0, "\(apply.text)")
      try folder.write("name: consultant\nstate: absent\n", "overlays/staging/consultant.yaml")
      try folder.replace("  staging:\n", by: "  staging:\n    overlays: overlays/staging\n", in: "presetctl.yaml")
      let removal = try await folder.run(["apply", "-e", "staging", "--auto-approve", "-q"], Self.variables)
      #expect(removal.status == 0, "\(removal.text)")
      let outcome = try await folder.run(["compare", "staging", "production", "-o", format], Self.variables)
      #expect(outcome.status == 0)
      try expectSnapshot(Self.masked(outcome), "compare/drift-\(format)")
      if format == "json" {
        let document = try JSON(parsing: Array(outcome.output.utf8))
        #expect(SchemaValidator(DocumentSchema.comparison.json).problems(of: document).isEmpty)
      }
    }
  }

  @Test("A declared difference that was not applied is reported", arguments: ["text", "json", "markdown"])
  func missing(format: String) async throws {
    try await Self.with { folder in
      try folder.write("name: consultant\npermissions: {can_livestream: true}\n", "overlays/production/more/a.yaml")
      try folder.write("name: client\nstate: absent\n", "overlays/production/more/b.yaml")
      try folder.replace("[overlays/production]", by: "[overlays/production/more]", in: "presetctl.yaml")
      let outcome = try await folder.run(["compare", "staging", "production", "-o", format], Self.variables)
      #expect(outcome.status == 0)
      try expectSnapshot(Self.masked(outcome), "compare/missing-\(format)")
      let part = try await folder.run(
        ["compare", "staging", "production", "--only", "consultant", "-o", format], Self.variables)
      #expect(part.status == 0 && !part.output.contains("client should") && !part.output.contains("\"client\""))
      if format == "json" {
        let document = try JSON(parsing: Array(outcome.output.utf8))
        #expect(SchemaValidator(DocumentSchema.comparison.json).problems(of: document).isEmpty)
      }
    }
  }

  @Test("A comparison with invalid manifests continues without the declared differences")
  func brokenManifests() async throws {
    try await Self.with { folder in
      try folder.write("name: [\n", "presets/broken.yaml")
      let outcome = try await folder.run("compare", "staging", "production", variables: Self.variables)
      #expect(outcome.status == 0)
      try expectSnapshot(Self.masked(outcome), "compare/broken")
    }
  }

  @Test("A comparison that cannot be made is rejected before any request")
  func usage() async throws {
    try await Self.with { folder in
      let lines = [
        "staging staging", "staging productoin", "staging", "staging production -e staging",
        "staging production --local", "staging production --only unused",
        "staging production --app-id x --base-url https://example.com",
      ]
      var texts = ""
      for line in lines {
        let outcome = try await folder.run(["compare"] + line.split(separator: " ").map(String.init), Self.variables)
        texts += "$ presetctl compare \(line)\n\(Self.masked(outcome))\n"
      }
      try expectSnapshot(texts, "compare/usage")
      #expect(try await folder.run("compare", "staging", "production").status == 3)
    }
  }

  @Test("A comparison includes only the selected presets")
  func selection() async throws {
    try await Self.with { folder in
      let outcome = try await folder.run(
        "compare", "staging", "production", "--only", "c*", "--except", "consultant", variables: Self.variables)
      #expect(outcome.output.hasPrefix("~ client differs in 1 field "))
      #expect(
        outcome.output.hasSuffix(
          "From staging to production: 1 differs, 0 only in production, 0 only in staging, 0 the same. "
            + "All differences are declared.\n"))
    }
  }

  @Test("A comparison reads each preset once and writes nothing")
  func requests() async throws {
    try await Self.with { folder in
      let outcome = try await folder.run("compare", "staging", "production", "-v", variables: Self.variables)
      let requests = outcome.errors.split(separator: "\n").map { $0.prefix { $0 != " " } }
      // One page and nine presets in each app.
      #expect(requests == Array(repeating: "GET", count: 20))
    }
  }
}
