import ArgumentParser
import Authoring
import Manifests
import Planning
import Schema

/// `presetctl export`: writes remote presets as manifests.
struct ExportCommand: SessionCommand {
  static let documentKind = "export"
  static let ignoredVariables: Set = ["out"]
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write remote presets as manifests.",
    discussion: """
      Reads the app's presets, including the default ones, and writes a manifest for each, so that a plan is empty \
      afterwards. Fields that most presets share go into an abstract base if that makes the manifests much shorter. \
      Without --force, no file is written if an existing one would be overwritten. Exits with 1 in this case, and if a \
      preset cannot be written as a manifest.

        presetctl export
        presetctl export --only 'class-*' --out exported
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  // No variable: PRESETCTL_OUT may be set for the plans of the same pipeline.
  @Option(
    help: ArgumentHelp("Write to this folder. (default: the first manifest folder)", valueName: "folder"),
    completion: .directory)
  var out: String?

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Write each preset in full, without a base.")
  var flat = false

  @Flag(help: "Overwrite files that differ.")
  var force = false

  func run(in session: Session) async throws -> CommandResult {
    let folder = try ExportFolder.open(out, session)
    let report = try await session.export(selectionOptions.selection, to: folder, isFlat: flat, isForced: force)
    var result = CommandResult(report, report.skipped.isEmpty ? .success : .failure)
    if !report.files.isEmpty { result.hints = [session.planHint(of: folder)] }
    return result
  }
}

extension Session {
  /// Returns the hint that follows an export.
  func planHint(of folder: ExportFolder) -> String {
    let words =
      ["presetctl", "plan"] + (settings.localState == nil ? [] : ["--local"])
      + (folder.isInProject ? [] : ["--manifests", folder.path.shellQuoted])
    return "run '\(words.joined(separator: " "))' to compare them with the app"
  }

  /// Reads the selected presets and writes them as manifests, all or none.
  func export(
    _ selection: Selection, to folder: ExportFolder, isFlat: Bool, isForced: Bool, warns: Bool = true
  ) async throws -> ExportReport {
    let (environment, observed) = try await observe(selection)
    let whole = Export(of: observed)
    let export = isFlat ? whole : folder.withSharedBase(whole)
    try folder.check(export, isForced: isForced)
    if warns, export.needsUnknownFields, !settings.allowsUnknownFields {
      console.warn(
        "the app has fields that this version does not know: set 'allow_unknown_fields: true' in the project file, or "
          + "pass --allow-unknown-fields to 'presetctl plan'")
    }
    return ExportReport(
      environment, folder: folder.path, files: try folder.write(export), skipped: export.skipped,
      leftOut: export.leftOut)
  }

  private func observe(_ selection: Selection) async throws -> (Environment, ObservedState) {
    try await connect { environment, connection in
      let observed = try await observe(selection, connection)
      try selection.check(against: observed.listed, " in the app")
      return (environment, observed)
    }
  }
}
