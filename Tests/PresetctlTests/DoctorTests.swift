import Foundation
import HTTPTypes
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@testable import Documents

/// Runs `doctor` with the built program and the local API.
@Suite("doctor") struct DoctorTests {
  private static func run(
    _ arguments: [String], _ variables: [String: String?] = [:], errorStatus status: Int? = nil
  ) async throws -> Binary.Outcome {
    let folder = try TemporaryFolder(["presets/unused.yaml": "name: unused\nstate: absent\n"])
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    let outcome = try await EmulatorServer.with({ request, body in
      if let status {
        return EmulatedResponse(HTTPResponse(status: .init(code: status)), Array(#"{"error": "no"}"#.utf8))
      }
      return await emulator.respond(to: request, body: body)
    }) { address in
      var all: [String: String?] = [
        "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
        "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ]
      all.merge(variables) { $1 }
      let outcome = try await Binary.run(arguments, in: url, all.compactMapValues { $0 })
      return Binary.Outcome(
        status: outcome.status, output: outcome.output.replacing(/127\.0\.0\.1:[0-9]+/, with: "HOST"),
        errors: outcome.errors)
    }
    #expect(await emulator.presets.map(\.document.name) == DefaultPresets.all.map(\.name))
    return outcome
  }

  @Test(
    "doctor reports passed and failed checks and exits with the code of the failure",
    arguments: [
      ("healthy", [:], nil, 0), ("wrong-app", ["REALTIMEKIT_APP_ID": "3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f11"], nil, 1),
      ("no-settings", ["REALTIMEKIT_APP_ID": nil], nil, 64), ("no-token", ["CLOUDFLARE_API_TOKEN": nil], nil, 3),
      ("bad-token", [:], 401, 3), ("unreachable", ["CLOUDFLARE_BASE_URL": "http://127.0.0.1:9/client/v4"], nil, 1),
    ] as [(String, [String: String?], Int?, Int32)])
  func checks(name: String, variables: [String: String?], errorStatus: Int?, status: Int32) async throws {
    let outcome = try await Self.run(["doctor"], variables, errorStatus: errorStatus)
    #expect(outcome.status == status)
    try expectSnapshot(outcome.text, "doctor/\(name)")
    let json = try await Self.run(["doctor", "-o", "json"], variables, errorStatus: errorStatus)
    #expect(json.status == status)
    let document = try JSON(parsing: Array(json.output.utf8))
    #expect(SchemaValidator(DocumentSchema.doctor.json).problems(of: document).isEmpty)
  }

  @Test(
    "A probe reports its findings, keeps secrets out of the output and deletes its presets",
    arguments: ["text", "markdown", "json"])
  func probe(format: String) async throws {
    let outcome = try await Self.run(["doctor", "--probe", "--auto-approve", "-o", format])
    #expect(outcome.status == 0)
    for secret in [Emulator.token, Emulator.accountID, Emulator.appID] { #expect(!outcome.text.contains(secret)) }
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(SchemaValidator(DocumentSchema.doctor.json).problems(of: document).isEmpty)
    } else {
      try expectSnapshot(outcome.text, "doctor/probe-\(format)")
    }
  }

  @Test("A probe requires approval and is skipped if a check fails")
  func approval() async throws {
    #expect(try await Self.run(["doctor", "--probe"]).status == 64)
    let failed = try await Self.run(["doctor", "--probe", "--auto-approve"], [:], errorStatus: 401)
    #expect(failed.output.contains("- skipped probe: fix the failed checks first\n"))
  }
}
