import ArgumentParser
import Presets

/// `presetctl matrix`: who may do what, side by side.
struct MatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Show the permissions of all presets side by side, and change nothing.",
    discussion: """
      A row for each permission, a column for each preset, as the manifests want them: offline, and without credentials. With \
      --remote, as the app has them.

        presetctl matrix
        presetctl matrix permissions.chat --only '*_host' --differing
        presetctl matrix config -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "The group of fields to show.", completion: Candidates.explanations)
  var group = "permissions"

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Show only what presets differ in.")
  var differing = false

  @Flag(help: "Show what the app has, and not what the manifests want.")
  var remote = false

  func run() async throws {
    let variables = Variables.current
    let isDiffering = try variables.isOn("DIFFERING") || differing
    let isRemote = try variables.isOn("REMOTE") || remote
    let (name, selection) = (group, selectionOptions.selection())
    try await Session.run(options, for: .matrix) { session in
      let group: FieldPath
      switch try Explanation(named: name).subject {
      case .group(let path), .field(let path): group = path
      default: throw Failure(usage: "'\(name)' is no field and no group", hint: "such as permissions, or config.media")
      }
      let matrix = isRemote ? try await session.observedMatrix(group, selection) : try session.matrix(group, selection)
      return Outcome(.matrix(isDiffering ? matrix.differences : matrix))
    }
  }
}

extension Session {
  fileprivate func matrix(_ group: FieldPath, _ selection: Selection) throws(Failure) -> Matrix {
    var state = try soundManifests().state
    state.selection = selection
    if let pattern = state.unmatchedPatterns(among: []).first {
      throw Failure(unmatched: pattern, among: Set(state.presets.map(\.name)), " in the manifests")
    }
    return Matrix(of: group, in: state)
  }

  fileprivate func observedMatrix(_ group: FieldPath, _ selection: Selection) async throws -> Matrix {
    Matrix(of: group, in: try await observe(selection).observed)
  }
}
