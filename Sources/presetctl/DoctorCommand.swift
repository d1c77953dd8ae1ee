import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl doctor`: is everything in order, and how does this API behave?
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check settings, token, account, app and permissions.",
    discussion: """
      Looks at everything that the other commands rely on, says what to do about what is wrong, and changes nothing. Ends \
      with 0, with 3 if the token or its permissions are wrong, with 64 or 65 for settings and manifests, else with 1.

      With --probe it creates a preset with a random name, tries what is not documented of the API (partial updates, \
      renames, unknown keys, replacing, deletion), removes it again whatever happens, and prints what it found, without \
      account, app or token, so that it can be pasted into a bug report.

        presetctl doctor
        presetctl doctor --probe -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "Try how the API behaves, on a preset of its own that is removed again.")
  var probe = false

  @Flag(help: "Do not ask before the probe.")
  var autoApprove = false

  func run() async throws {
    let isProbing = try Variables.current.isOn("PROBE") || probe
    let isApproved = try Variables.current.isOn("AUTO_APPROVE") || autoApprove
    try await Session.run(options, for: .doctor) { session in
      if isProbing, !isApproved {
        try session.checkThatSomebodyCanBeAsked(otherwise: "the probe writes; let it with --auto-approve")
      }
      var doctor = Doctor(session)
      await doctor.lookAtSurroundings()
      await doctor.lookAtAPI()
      if isProbing, doctor.mayProbe() {
        if !isApproved { try await session.askBeforeProbing() }
        await doctor.probe()
      }
      return Outcome(.checkup(doctor.checkup), session.interruption.status ?? doctor.status)
    }
  }
}

extension Session {
  fileprivate func askBeforeProbing() async throws(Failure) {
    let answer = await console.ask("A preset will be created in this app, and removed again. Go on? [yes/no]")
    guard answer == "yes" || answer == "y" else { throw Failure(.failure, "not approved; nothing was changed") }
  }
}
