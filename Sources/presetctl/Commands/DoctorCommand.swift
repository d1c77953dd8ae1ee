import ArgumentParser

/// `presetctl doctor`: checks the setup, and with `--probe` how the API behaves.
struct DoctorCommand: SessionCommand {
  static let documentKind = "doctor"
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check settings, token, account, app, and permissions.",
    discussion: """
      Checks everything that the other commands depend on, and suggests a fix for each problem. Exits with 3 for an \
      invalid token or a missing permission, with 64 or 65 for invalid settings or manifests, and with 1 for other \
      failures.

      With --probe, doctor also creates a temporary preset, tests undocumented behavior of the API on it (partial \
      updates, renames, unknown keys, replacement, deletion), and deletes it. The output contains no account, app, or \
      token, so you can paste it into a bug report.

        presetctl doctor
        presetctl doctor --probe -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "Test the behavior of the API on a temporary preset.")
  var probe = false

  @Flag(help: "Skip the prompt before the probe.")
  var autoApprove = false

  func run(in session: Session) async throws -> CommandResult {
    if probe, !autoApprove {
      try session.requireInteractiveTerminal(
        otherwise: "the probe creates a temporary preset; pass --auto-approve to allow it")
    }
    var doctor = Doctor(session)
    await doctor.checkLocally()
    await doctor.checkAPI()
    if probe, doctor.checkCanProbe() {
      if !autoApprove { try await session.askBeforeProbing() }
      await doctor.probe()
    }
    return CommandResult(doctor.report, session.interruption.status ?? doctor.status)
  }
}

extension Session {
  fileprivate func askBeforeProbing() async throws(CommandFailure) {
    let answer = await console.ask("The probe creates a temporary preset in this app. Continue? [yes/no]")
    guard answer == "yes" || answer == "y" else { throw CommandFailure(.failure, "not approved; nothing was changed") }
  }
}
