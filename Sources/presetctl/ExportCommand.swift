import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl export`: remote presets become manifests.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write remote presets as manifests, such that a plan of them is empty.",
    discussion: """
      Reads the app's presets, those that it has from the start included, and writes a file for each into the manifest \
      folder. What most of them share goes into an abstract base if that makes them much shorter. A file that differs is not \
      overwritten, and then nothing is written at all (1), unless --force is given. Ends with 1 also where no manifest can be \
      made of a preset; the others are written.

        presetctl export
        presetctl export --only 'class-*' --out exported
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  // No variable: it may stand there for the plans of the same pipeline.
  @Option(
    help: ArgumentHelp("The folder to write to. (default: the first folder of manifests)", valueName: "folder"),
    completion: .directory)
  var out: String?

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Write each preset whole, without a base.")
  var flat = false

  @Flag(help: "Overwrite files that differ.")
  var force = false

  func run() async throws {
    let isFlat = try Variables.current.isOn("FLAT") || flat
    let isForced = try Variables.current.isOn("FORCE") || force
    let (out, selection) = (out, selectionOptions.selection())
    try await Session.run(options, for: .export) { session in
      let folder = try ExportFolder(out, session)
      let report = try await session.export(selection, to: folder, isFlat: isFlat, isForced: isForced)
      var outcome = Outcome(.export(report), report.skipped.isEmpty ? .success : .failure)
      if !report.files.isEmpty { outcome.hints = [session.hintAtPlan(of: folder)] }
      return outcome
    }
  }
}

extension Session {
  /// What comes after presets were written as manifests.
  func hintAtPlan(of folder: ExportFolder) -> String {
    let words =
      ["presetctl", "plan"] + (settings.localState == nil ? [] : ["--local"])
      + (folder.isOfProject ? [] : ["--manifests", folder.path.shellWord])
    return "'\(words.joined(separator: " "))' compares them with the app"
  }

  /// Reads the selected presets and writes them as manifests, all or none.
  func export(
    _ selection: Selection, to folder: ExportFolder, isFlat: Bool, isForced: Bool, warns: Bool = true
  ) async throws -> ExportReport {
    let (environment, observed) = try await observe(selection)
    let whole = Export(of: observed)
    let export = isFlat ? whole : folder.factored(whole)
    try folder.check(export, isForced: isForced)
    if warns, export.needsUnknownFields, !settings.allowsUnknownFields {
      console.warn(
        "the app has fields that this version does not know: a plan needs 'allow_unknown_fields: true' in the project "
          + "file, or --allow-unknown-fields")
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
