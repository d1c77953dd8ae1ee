import ArgumentParser
import Presets

/// `presetctl matrix`: who may do what.
struct MatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Show what each preset lets its participants do, as a table.",
    discussion: """
      The presets as the manifests want them, offline and without credentials; with --remote as the app has them. As text, \
      presets that the terminal has no room for stand in further tables.

        presetctl matrix
        presetctl matrix --only 'class-*' --differing
        presetctl matrix --remote --report matrix.html
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Leave out permissions that all presets share.")
  var differing = false

  @Flag(help: "Show the presets of the app instead of the manifests'.")
  var remote = false

  func run() async throws {
    let isShort = try Variables.current.isOn("DIFFERING") || differing
    let isRemote = try Variables.current.isOn("REMOTE") || remote
    let selection = selectionOptions.selection()
    try await Session.run(options, for: .matrix) { session in
      let matrix = isRemote ? try await session.remoteMatrix(selection) : try session.matrix(selection)
      return Outcome(.matrix(isShort ? matrix.differing : matrix))
    }
  }
}

extension Session {
  /// The permissions of the selected presets as the manifests want them.
  fileprivate func matrix(_ selection: Selection) throws(Failure) -> PermissionMatrix {
    var state = try soundManifests().state
    let names = Set(state.presets.map(\.name))
    if let pattern = selection.unmatched(among: names).first {
      throw Failure(unmatched: pattern, among: names, " in the manifests")
    }
    state.selection = selection
    return PermissionMatrix(state)
  }

  /// The permissions of the selected presets as the app has them.
  fileprivate func remoteMatrix(_ selection: Selection) async throws -> PermissionMatrix {
    try await connect { _, connection in
      let observed = try await observe(selection, connection)
      try selection.check(against: observed.listed, " in the app")
      return PermissionMatrix(observed)
    }
  }
}
