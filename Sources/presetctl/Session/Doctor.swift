import Authoring
import Diagnostics
import Manifests
import Planning
import RealtimeKit
import Schema

/// Runs the checks of `presetctl doctor`. A check that depends on a failed one is skipped.
struct Doctor {
  private let session: Session
  private(set) var report = DoctorReport()
  /// The exit status for the failed checks.
  private(set) var status = ExitStatus.success
  private var canConnect = false

  init(_ session: Session) {
    self.session = session
  }

  /// Returns whether the probe can run, and adds a skipped check if it cannot.
  mutating func checkCanProbe() -> Bool {
    let canProbe = canConnect && report.count(.failed) == 0
    if !canProbe { add("probe", .skipped, "fix the failed checks first") }
    return canProbe
  }

  // MARK: Local checks

  /// Checks settings, manifests, git, the token, and network variables, without network access.
  mutating func checkLocally() async {
    checkSettings()
    checkManifests()
    await checkGit()
    checkToken()
    checkNetworkVariables()
  }

  private mutating func checkSettings() {
    do throws(CommandFailure) {
      let environment = try session.settings.environment()
      let file =
        session.settings.projectFile.map { "from \($0) and variables" }
        ?? "from flags and variables (no project file)"
      add("settings", .ok, "environment '\(environment.name)' (\(environment.baseURL)), \(file)")
      canConnect = true
    } catch {
      fail("settings", error)
    }
  }

  private mutating func checkManifests() {
    let manifests: LoadedManifests
    do throws(CommandFailure) {
      manifests = try session.load()
    } catch {
      return fail("manifests", error)
    }
    let errors = manifests.diagnostics.count { $0.severity == .error }
    let warnings = manifests.diagnostics.count { $0.severity == .warning }
    if errors > 0 {
      fail(
        "manifests",
        CommandFailure(.badInput, counted(errors, "error"), hint: "run 'presetctl validate' to list them"))
    } else {
      let rest = warnings > 0 ? ", with \(counted(warnings, "warning"))" : ""
      add(
        "manifests", warnings > 0 ? .warning : .ok,
        "\(counted(manifests.state.presets.count, "preset")) in \(counted(manifests.files, "file"))\(rest)")
    }
  }

  private mutating func checkGit() async {
    do throws(CommandFailure) {
      guard try await Git(folder: session.console.repository).mergeBase(with: "HEAD") != nil else {
        return add("git", .warning, "not a repository with commits: --base accepts only folders")
      }
      add("git", .ok, "--base can compare with revisions")
    } catch {
      add("git", .warning, error.message, hint: "fix the problem, or use --base with a folder")
    }
  }

  private mutating func checkToken() {
    if session.settings.localState != nil { return add("token", .skipped, "not required with --local") }
    do throws(CommandFailure) {
      _ = try session.settings.token()
      add("token", .ok, "found in \(session.settings.tokenSource)")
    } catch {
      canConnect = false
      fail("token", error)
    }
  }

  private mutating func checkNetworkVariables() {
    let names = [
      "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ].filter { Variables.current[$0] != nil }
    if !names.isEmpty { add("network", .ok, "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") set") }
  }

  // MARK: The API

  /// Checks the API with read requests only.
  mutating func checkAPI() async {
    guard canConnect else { return add("api", .skipped, "settings or token missing") }
    do {
      let inspection = try await session.connect { _, connection in await Inspection.run(connection) }
      report.checks += inspection.checks
      if inspection.checks.contains(where: { $0.outcome == .failed }) {
        recordFailure(inspection.isPermissionError ? .permission : .failure)
      }
    } catch {
      fail("api", CommandFailure(error))
    }
    add("permission to write", .skipped, "requires a write: run 'presetctl doctor --probe'")
  }

  /// Probes the behavior of the API, and reports temporary presets that could not be deleted.
  mutating func probe() async {
    session.interruption.beginWriting()
    do {
      let outcome = try await session.connect { _, connection in await Probe.run(connection) }
      report.checks.removeAll { $0.name == "permission to write" }
      report.findings = outcome.findings
      if let failure = outcome.failure {
        fail("probe", CommandFailure(failure))
      } else {
        add("permission to write", .ok, "a preset was created, changed, and deleted")
      }
      for undeletedPreset in outcome.undeletedPresets {
        let id = undeletedPreset.id.map { " (\($0))" } ?? ""
        fail(
          "cleanup",
          CommandFailure(
            .failure, "could not delete the preset '\(undeletedPreset.name)'\(id)", hint: "delete it in the dashboard"))
      }
    } catch {
      fail("probe", CommandFailure(error))
    }
  }

  // MARK: Results

  private mutating func add(
    _ name: String, _ outcome: DoctorReport.Check.Outcome, _ message: String, hint: String? = nil
  ) {
    report.checks.append(.init(name, outcome, message, hint: hint))
  }

  private mutating func fail(_ name: String, _ failure: CommandFailure) {
    add(name, .failed, failure.message, hint: failure.hint)
    recordFailure(failure.status)
  }

  /// Keeps the status of the first failure, unless a permission failure replaces it because it must be fixed first.
  private mutating func recordFailure(_ other: ExitStatus) {
    if status == .success || other == .permission { status = other }
  }
}
