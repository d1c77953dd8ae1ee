import ArgumentParser
import Manifests
import Planning
import RealtimeKit

/// `presetctl restore`: restores presets from a snapshot, through a plan.
struct RestoreCommand: SessionCommand {
  static let documentKind = "report"
  static let isPublished = true
  static let ignoredVariables: Set = ["out"]
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore presets from a snapshot.",
    discussion: """
      Undoes an apply: shows a plan, asks for approval, and applies it. Restores complete presets, including fields \
      that no manifest sets. Deleted presets are created again with a new id, and created presets are deleted. Presets \
      that the snapshot does not contain are unchanged. Manifests are not changed, so the next 'presetctl apply' \
      applies them again.

        presetctl restore .presetctl/snapshots/20260301T101500.000Z-production.json --dry-run
        presetctl restore .presetctl/snapshots/20260301T101500.000Z-production.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var safeguardOptions: SafeguardOptions
  @OptionGroup var snapshotOptions: SnapshotOptions

  @Argument(
    help: "Restore this snapshot, written by 'apply' or 'restore'.", completion: .file(extensions: ["json"]))
  var snapshot: String

  // No variable: PRESETCTL_OUT may be set for the plans of the same pipeline.
  @Option(
    help: ArgumentHelp("Save the plan for 'presetctl apply' instead of applying it.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var out: String?

  @Flag(help: "Skip the approval prompt.")
  var autoApprove = false

  @Flag(help: "Show the plan without applying it.")
  var dryRun = false

  @OptionGroup var tolerance: ApplyTolerance

  func run(in session: Session) async throws -> CommandResult {
    let snapshots = try snapshotOptions.folder()
    let restore = try session.restore(snapshot, safeguardOptions)
    if dryRun || out != nil {
      let plan = try await session.connect { environment, connection in
        try await session.plan(restore, environment, connection)
      }
      var result = CommandResult(plan)
      if let out { result.save(plan, to: out) }
      return result
    }
    if !autoApprove {
      try session.requireInteractiveTerminal(otherwise: "review the plan with --dry-run, then pass --auto-approve")
    }
    let (isApproved, tolerance) = (autoApprove, tolerance)
    let report = try await session.connect { environment, connection in
      let plan = try await session.plan(restore, environment, connection)
      return try await session.apply(plan, connection, isApproved: isApproved, tolerance, snapshots: snapshots)
    }
    return session.result(report, tolerance)
  }
}

/// The inputs of a plan that restores a snapshot, except for the remote presets.
private struct Restore: Sendable {
  let snapshot: Snapshot
  /// The snapshot's file, as plans name files.
  let file: String
  let safeguards: Safeguards
}

extension Session {
  fileprivate func restore(_ path: String, _ options: SafeguardOptions) throws(CommandFailure) -> Restore {
    Restore(
      snapshot: try SavedSnapshot.read(path, for: try settings.environment()),
      file: console.repository.name(of: console.repository.absolutePath(path)),
      safeguards: try options.safeguards(over: try settings.declaredEnvironment()?.safeguards ?? Safeguards()))
  }

  /// Reads the app and plans the way back to a snapshot, without changing anything.
  fileprivate func plan(
    _ restore: Restore, _ environment: Environment, _ connection: Connection
  ) async throws -> Plan {
    let snapshot = restore.snapshot
    let observed = try await read(connection) { (reader) async throws(APIError) in
      try await reader.observe(for: snapshot)
    }
    do throws(RestorePlanner.NameConflict) {
      let plan = try RestorePlanner.plan(
        environment, backTo: snapshot, in: restore.file, observed: observed,
        allowsUnknownFields: settings.allowsUnknownFields)
      // A restore has no scope of its own, so the limits protect every preset of the app.
      return restore.safeguards.applied(to: plan, scope: Set(observed.listed.map(\.name)))
    } catch {
      throw CommandFailure(
        .failure,
        "cannot rename '\(error.currentName)' to '\(error.name)': another preset has that name (\(error.otherID))",
        hint: "rename or delete that preset, then restore again")
    }
  }
}
