import Presets

/// GitHub Actions, where the program runs in it: annotations, the step's summary, and its outputs.
struct Pipeline: Sendable {
  /// The most a step's summary may hold, in bytes.
  private static let summaryLimit = 1 << 20

  private let summary: String?
  private let outputs: String?

  /// Nil where the program does not run in GitHub Actions.
  init?(_ variables: Variables) {
    guard variables["GITHUB_ACTIONS"] == "true" else { return nil }
    summary = variables["GITHUB_STEP_SUMMARY"]
    outputs = variables["GITHUB_OUTPUT"]
  }

  /// The commands that make annotations.
  func annotations(_ outcome: Outcome) -> String {
    (outcome.wordsWithoutPlace.map(GitHubAnnotations.text(error:)) + [GitHubAnnotations.text(outcome.diagnostics)])
      .joined()
  }

  /// The commands for what went wrong beside the result.
  func annotations(_ problems: [Failure]) -> String {
    problems.map { GitHubAnnotations.text(error: $0.lines[0]) }.joined()
  }

  /// Adds the outcome to the step's summary and outputs.
  func publish(_ outcome: Outcome, _ rendering: OutcomeRendering) throws(Failure) {
    guard rendering.purpose.isPublished else { return }
    if let summary {
      // Other commands of the step may have written there already.
      let room = Self.summaryLimit - TextFile.size(summary) - 1
      let text = rendering.markdown(outcome).text(.bytes(room))
      if text.utf8.count <= room { try TextFile.append(text + "\n", to: summary) }
    }
    if let outputs, let plan = outcome.plan { try TextFile.append(GitHubOutputs.text(plan), to: outputs) }
  }
}
