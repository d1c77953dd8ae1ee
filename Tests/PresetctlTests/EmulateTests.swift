import Foundation
import Presets
import TestSupport
import Testing

@Suite("The served API") struct EmulateTests {
  @Test(
    "is planned and applied over a socket, whatever its switches",
    arguments: [
      [], ["patch=section", "update-answers-with-id=false", "adds-unknown-fields=true", "maximum-page-size=2"],
      [
        "patch=shallow", "envelope=result", "error-envelope=gateway", "empty-list-is-missing=true",
        "reorders-keys=true",
      ],
    ])
  func overSocket(switches: [String]) async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let server = try Server(switches.flatMap { ["--behavior", $0] } + ["--state", "state.json"], in: folder.url)
    #expect(
      server.variables.keys.sorted() == [
        "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL", "REALTIMEKIT_APP_ID",
      ])
    #expect(server.variables["CLOUDFLARE_BASE_URL"]?.hasSuffix("/client/v4") == true)
    let apply = try await folder.run("apply", "--auto-approve", variables: server.variables)
    #expect(apply.status == 0, "\(apply.text)")
    let plan = try await folder.run("plan", "--detailed-exitcode", "-v", variables: server.variables)
    #expect(plan.status == 0, "\(plan.text)")
    let pages = switches.contains("maximum-page-size=2") ? 5 : 1
    #expect(plan.errors.split(separator: "\n").count == pages + 9)
    #expect(!(plan.text + apply.text).contains("local-emulator-token"))
  }

  @Test("a wrong app, a missing server and a refused token have their own words and codes")
  func failures() async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let server = try Server(["--seed", "none"], in: folder.url)
    var variables = server.variables
    variables["REALTIMEKIT_APP_ID"] = "00000000-0000-0000-0000-000000000000"
    let wrongApp = try await folder.run("plan", variables: variables)
    #expect(
      wrongApp.text == """
        exit 1
        --- stdout ---
        --- stderr ---
        error: the account has no RealtimeKit app with the id '00000000-0000-0000-0000-000000000000'; it has 'local' (3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10)

        """)
    variables = server.variables
    variables["CLOUDFLARE_API_TOKEN"] = nil
    #expect(try await folder.run("plan", variables: variables).status == 3)
    variables["CLOUDFLARE_API_TOKEN"] = " "
    #expect(try await folder.run("plan", variables: variables).status == 3)
    try folder.write("local-emulator-token\n", "token")
    let fromFile = try await folder.run("plan", "--api-token-file", "token", variables: variables)
    #expect(fromFile.status == 0, "\(fromFile.text)")
    #expect(try await folder.run("plan", "--api-token-file", "nope", variables: variables).status == 3)
    variables = server.variables
    variables["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:9/client/v4"
    let nobody = try await folder.run("plan", "--timeout", "2s", variables: variables)
    #expect(nobody.status == 1)
    #expect(
      nobody.errors.contains("no connection to the API")
        || nobody.errors.contains("the time for the whole run is over"), "\(nobody.errors)")
  }

  @Test("a port that is taken is told")
  func takenPort() async throws {
    let folder = try Folder()
    let server = try Server(["--seed", "none"], in: folder.url)
    let url = try #require(server.variables["CLOUDFLARE_BASE_URL"].flatMap { URL(string: $0) })
    let outcome = try await folder.run("emulate", "--port", "\(url.port ?? 0)")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error: the local API cannot listen on 127.0.0.1:\(url.port ?? 0)"))
  }
}
