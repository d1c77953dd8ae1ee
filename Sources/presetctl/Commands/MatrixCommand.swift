import ArgumentParser
import Manifests
import Planning

/// `presetctl matrix`: shows the permissions of each preset.
struct MatrixCommand: SessionCommand {
  static let documentKind = "matrix"
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Show the permissions of each preset as a table.",
    discussion: """
      Shows the presets that the manifests declare, offline and without credentials, or the presets of the app with \
      --remote. In a terminal, presets that do not fit are shown in additional tables.

        presetctl matrix
        presetctl matrix --only 'class-*' --differing
        presetctl matrix --remote --report matrix.html
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Show only permissions that differ between presets.")
  var differing = false

  @Flag(help: "Show the presets of the app instead of the manifests.")
  var remote = false

  func run(in session: Session) async throws -> CommandResult {
    let selection = selectionOptions.selection
    let matrix = remote ? try await session.remoteMatrix(selection) : try session.matrix(selection)
    return CommandResult(differing ? matrix.differing : matrix)
  }
}

extension Session {
  /// Returns the permissions of the selected presets as the manifests declare them.
  fileprivate func matrix(_ selection: Selection) throws(CommandFailure) -> PermissionMatrix {
    var state = try desiredState().state
    let names = Set(state.presets.map(\.name))
    if let pattern = selection.unmatched(among: names).first {
      throw CommandFailure(unmatched: pattern, among: names, " in the manifests")
    }
    state.selection = selection
    return PermissionMatrix(state)
  }

  /// Returns the permissions of the selected presets as the app has them.
  fileprivate func remoteMatrix(_ selection: Selection) async throws -> PermissionMatrix {
    try await connect { _, connection in
      let observed = try await observe(selection, connection)
      try selection.check(against: observed.listed, " in the app")
      return PermissionMatrix(observed)
    }
  }
}
