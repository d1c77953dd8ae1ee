import ArgumentParser

/// The options of commands that write remotely: where what was there before is kept.
struct SnapshotOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where to keep what was there before, for 'restore'. (default: \(SnapshotFolder.standard.path))",
      valueName: "folder"), completion: .directory)
  var snapshotDir: String?

  @Flag(help: "Keep nothing of what was there before.")
  var noSnapshot = false

  /// The folder to keep snapshots in; nil where none are wanted.
  func folder(_ variables: Variables = .current) throws(Failure) -> SnapshotFolder? {
    guard !noSnapshot || snapshotDir == nil else {
      throw Failure(usage: "--no-snapshot and --snapshot-dir exclude each other")
    }
    if let snapshotDir { return SnapshotFolder(path: snapshotDir) }
    if try variables.isOn("NO_SNAPSHOT") || noSnapshot { return nil }
    return variables.option("SNAPSHOT_DIR").map(SnapshotFolder.init) ?? .standard
  }
}
