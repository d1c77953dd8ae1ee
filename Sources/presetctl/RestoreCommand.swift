import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl restore`: back to a snapshot, through a plan.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Go back to what presets were before an apply.",
    discussion: """
      Plans what makes the presets of a snapshot what they were, prints the plan, asks, and carries it out as 'apply' does. \
      Whole documents are restored, fields that no manifest sets included; a preset that was deleted is created anew, with \
      another id; one that was created is deleted. Presets that the snapshot does not name are not touched, and neither \
      are the manifests: the next 'apply' makes the presets equal to them again.

        presetctl restore .presetctl/snapshots/20260301T101500.000Z-production.json --dry-run
        presetctl restore .presetctl/snapshots/20260301T101500.000Z-production.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var safeguardOptions: SafeguardOptions
  @OptionGroup var snapshotOptions: SnapshotOptions

  @Argument(
    help: "A snapshot that 'apply' or 'restore' wrote.", completion: .file(extensions: ["json"]))
  var snapshot: String

  // No variable: it may stand there for the plans of the same pipeline.
  @Option(
    help: ArgumentHelp("Save the plan for 'apply' instead of carrying it out.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var out: String?

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Flag(help: "Show the plan and change nothing.")
  var dryRun = false

  @OptionGroup var toleranceOptions: ToleranceOptions

  func run() async throws {
    let isDry = try Variables.current.isOn("DRY_RUN") || dryRun
    let isApproved = try Variables.current.isOn("AUTO_APPROVE") || autoApprove
    let tolerance = try toleranceOptions.tolerance()
    let (path, out, safeguardOptions, snapshotOptions) = (snapshot, out, safeguardOptions, snapshotOptions)
    try await Session.run(options, for: .restore) { session in
      let snapshots = try snapshotOptions.folder()
      let planning = try session.restoring(path, safeguardOptions)
      if isDry || out != nil { return Outcome(try await session.plan(planning), savedTo: out) }
      if !isApproved {
        try session.checkThatSomebodyCanBeAsked(
          otherwise: "look at the plan with --dry-run, then restore with --auto-approve")
      }
      return try await session.apply(isApproved: isApproved, tolerance, keepingIn: snapshots, planning)
    }
  }
}

extension Session {
  /// Makes the plan that goes back to a snapshot, and applies the safeguards.
  fileprivate func restoring(_ path: String, _ options: SafeguardOptions) throws(Failure) -> Planning {
    let snapshot = try SavedSnapshot.read(path, for: try settings.environment())
    let safeguards = try options.safeguards(over: try settings.declaredEnvironment()?.safeguards ?? Safeguards())
    let file = console.repository.name(of: console.repository.absolutePath(path))
    let allowsUnknownFields = settings.allowsUnknownFields
    return { (environment, reader) async throws(Failure) in
      let observed: ObservedState
      do throws(APIError) { observed = try await reader.observe(for: snapshot) } catch { throw Failure(error) }
      do throws(Restoration.NameConflict) {
        let plan = try Restoration.plan(
          environment, backTo: snapshot, in: file, observed: observed, allowsUnknownFields: allowsUnknownFields)
        // A restoration decides on nothing but what the snapshot names; all of the app must not go at once.
        return safeguards.applied(to: plan, scope: Set(observed.listed.map(\.name)))
      } catch {
        throw Failure(
          .failure,
          "'\(error.currentName)' cannot be called '\(error.name)' again: another preset has that name by now (\(error.otherID))",
          hint: "rename or delete that one, then restore again")
      }
    }
  }
}
