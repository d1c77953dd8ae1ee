import Presets
import RealtimeKit

/// Looks at one thing after the other; what depends on something that is wrong is skipped.
struct Doctor {
  private let session: Session
  private(set) var checkup = Checkup()
  /// The code that the gravest failure asks for.
  private(set) var status = ExitStatus.success
  private var canConnect = false

  init(_ session: Session) {
    self.session = session
  }

  /// Whether there is an API to be tried; where there is none, that is noted.
  mutating func mayProbe() -> Bool {
    let mayProbe = canConnect && checkup.count(.failed) == 0
    if !mayProbe { add("probe", .skipped, "what failed must be mended first") }
    return mayProbe
  }

  // MARK: This machine

  /// Looks at settings, files, git and the token, which need no network.
  mutating func lookAtSurroundings() async {
    lookAtSettings()
    lookAtManifests()
    await lookAtGit()
    lookAtToken()
    lookAtNetworkVariables()
  }

  private mutating func lookAtSettings() {
    do throws(Failure) {
      let environment = try session.settings.environment()
      let file =
        session.settings.projectFile.map { "from \($0) and variables" }
        ?? "from flags and variables; there is no project file"
      add("settings", .ok, "environment '\(environment.name)' at \(environment.baseURL), \(file)")
      canConnect = true
    } catch {
      fail("settings", error)
    }
  }

  private mutating func lookAtManifests() {
    let manifests: LoadedManifests
    do throws(Failure) {
      manifests = try session.load()
    } catch {
      return fail("manifests", error)
    }
    let errors = manifests.diagnostics.count { $0.severity == .error }
    let warnings = manifests.diagnostics.count { $0.severity == .warning }
    if errors > 0 {
      fail(
        "manifests",
        Failure(.badInput, counted(errors, "error"), hint: "'presetctl validate' tells each with its place"))
    } else {
      let rest = warnings > 0 ? ", with \(counted(warnings, "warning"))" : ""
      add(
        "manifests", warnings > 0 ? .warning : .ok,
        "\(counted(manifests.state.presets.count, "preset")) in \(counted(manifests.files, "file"))\(rest)")
    }
  }

  private mutating func lookAtGit() async {
    do throws(Failure) {
      guard try await Git(folder: session.console.repository).mergeBase(with: "HEAD") != nil else {
        return add("git", .warning, "this is no repository with a commit, so --base takes folders only")
      }
      add("git", .ok, "--base can compare with revisions")
    } catch {
      add("git", .warning, error.message, hint: "--base takes folders only until git works here")
    }
  }

  private mutating func lookAtToken() {
    if session.settings.localState != nil { return add("token", .skipped, "--local needs none") }
    do throws(Failure) {
      _ = try session.settings.token()
      add("token", .ok, "is set, in \(session.settings.tokenSource)")
    } catch {
      canConnect = false
      fail("token", error)
    }
  }

  private mutating func lookAtNetworkVariables() {
    let names = [
      "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ].filter { Variables.current[$0] != nil }
    if !names.isEmpty { add("network", .ok, "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") set") }
  }

  // MARK: The API

  /// Looks at the API with nothing but reads.
  mutating func lookAtAPI() async {
    guard canConnect else { return add("api", .skipped, "settings or token are missing") }
    do {
      let inspection = try await session.connect { _, connection in await Inspection(connection) }
      checkup.checks += inspection.checks
      if inspection.checks.contains(where: { $0.outcome == .failed }) {
        raise(inspection.isAboutPermission ? .permission : .failure)
      }
    } catch {
      fail("api", error as? Failure ?? Failure(.failure, "\(error)"))
    }
    add("permission to write", .skipped, "only a write can tell: 'presetctl doctor --probe'")
  }

  /// Tries how the API behaves, and looks that nothing is left behind.
  mutating func probe() async {
    session.interruption.beginWriting()
    do {
      let outcome = try await session.connect { _, connection in await Probe.run(connection) }
      checkup.checks.removeAll { $0.name == "permission to write" }
      checkup.findings = outcome.findings
      if let failure = outcome.failure {
        fail("probe", Failure(failure))
      } else {
        add("permission to write", .ok, "a preset was created, changed and deleted")
      }
      for leftover in outcome.leftovers {
        let id = leftover.id.map { " (\($0))" } ?? ""
        fail(
          "cleaning up",
          Failure(
            .failure, "the preset '\(leftover.name)'\(id) could not be removed",
            hint: "delete it by hand in the dashboard"))
      }
    } catch {
      fail("probe", error as? Failure ?? Failure(.failure, "\(error)"))
    }
  }

  // MARK: Notes

  private mutating func add(_ name: String, _ outcome: Checkup.Check.Outcome, _ message: String, hint: String? = nil) {
    checkup.checks.append(.init(name, outcome, message, hint: hint))
  }

  private mutating func fail(_ name: String, _ failure: Failure) {
    add(name, .failed, failure.message, hint: failure.hint)
    raise(failure.status)
  }

  /// The first failure decides, but a token that is refused is what a person must mend first.
  private mutating func raise(_ other: ExitStatus) {
    if status == .success || other == .permission { status = other }
  }
}
