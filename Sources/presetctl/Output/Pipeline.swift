import Rendering

/// GitHub Actions, if the program runs there: annotations, the step summary, and the step outputs.
struct Pipeline: Sendable {
  /// The maximum size of a step summary, in bytes.
  private static let summaryLimit = 1 << 20

  private let summary: String?
  private let outputs: String?
  private let isPublished: Bool

  /// Returns nil outside GitHub Actions.
  /// - Parameter isPublished: Whether the command writes a summary and outputs.
  init?(_ variables: Variables, isPublished: Bool) {
    guard variables["GITHUB_ACTIONS"] == "true" else { return nil }
    summary = variables["GITHUB_STEP_SUMMARY"]
    outputs = variables["GITHUB_OUTPUT"]
    self.isPublished = isPublished
  }

  /// Returns the workflow commands that annotate lines.
  func annotations(_ result: CommandResult) -> String {
    (result.messagesWithoutLocation.map(GitHubAnnotations.text(error:)) + [GitHubAnnotations.text(result.diagnostics)])
      .joined()
  }

  /// Returns the workflow commands for failures besides the result.
  func annotations(_ failures: [CommandFailure]) -> String {
    failures.map { GitHubAnnotations.text(error: $0.document.headline) }.joined()
  }

  /// Adds the result to the step's summary and outputs.
  func publish(_ result: CommandResult, _ context: PresentationContext) throws(CommandFailure) {
    guard isPublished else { return }
    if let summary {
      // Earlier commands of the step may have written to it.
      let room = Self.summaryLimit - TextFile.size(summary) - 1
      let text = result.presentation.markdown(context).text(.bytes(room))
      if text.utf8.count <= room { try TextFile.append(text + "\n", to: summary) }
    }
    if let outputs, let plan = result.plan { try TextFile.append(GitHubOutputs.text(plan), to: outputs) }
  }
}
