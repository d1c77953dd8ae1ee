import ArgumentParser

/// The snapshot options of commands that change remote presets.
struct SnapshotOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save the snapshot to this folder. (default: \(SnapshotFolder.standard.path))", valueName: "folder"),
    completion: .directory)
  var snapshotDir: String?

  @Flag(help: "Do not save a snapshot.")
  var noSnapshot = false

  /// Returns the snapshot folder; nil if snapshots are off.
  func folder() throws(CommandFailure) -> SnapshotFolder? {
    // An option on the command line wins over the variable of the other.
    let (isFolderGiven, isOffGiven) = (isGiven("snapshot-dir", snapshotDir != nil), isGiven("no-snapshot", noSnapshot))
    guard !isFolderGiven || !isOffGiven else {
      throw CommandFailure(usage: "--no-snapshot cannot be used with --snapshot-dir")
    }
    if noSnapshot, !isFolderGiven { return nil }
    return snapshotDir.map(SnapshotFolder.init) ?? .standard
  }

  private func isGiven(_ option: String, _ isSet: Bool) -> Bool {
    isSet && !OptionVariables.options.contains(option)
  }
}
