import Synchronization
import UnixSignals

/// What happens when a person, or a pipeline, wants the run to end.
///
/// While nothing is being written remotely, the run ends at once. During an apply nothing new is started, and what is under
/// way is brought to its end; a second signal ends that too.
final class Interruption: Sendable {
  private struct State {
    var phase = Phase.reading
    var status: ExitStatus?
  }

  private enum Phase {
    /// Nothing that was begun needs an end.
    case reading
    /// Presets are being changed.
    case writing
    /// The result is being shown.
    case showing
  }

  private let state = Mutex(State())

  /// The exit code that the signal which came asks for; nil where none came.
  var status: ExitStatus? { state.withLock(\.status) }

  /// From now on presets are changed.
  func beginWriting() { state.withLock { $0.phase = .writing } }

  /// From now on the result is shown, and signals come too late. False where a signal came first and is shown instead.
  func beginShowing() -> Bool {
    state.withLock { state in
      guard state.phase != .showing else { return false }
      state.phase = .showing
      return true
    }
  }

  /// Handles signals as long as the task lives.
  func watch(_ console: Console) async {
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
      handle(signal == .sigterm ? .terminated : .interrupted, console)
    }
  }

  private enum Reaction {
    case ignore, announce
    case end(String)
  }

  private func handle(_ status: ExitStatus, _ console: Console) {
    let reaction = state.withLock { state -> Reaction in
      switch (state.phase, state.status) {
      case (.showing, _): return .ignore
      case (.writing, nil):
        state.status = status
        return .announce
      case (.writing, _?):
        state.phase = .showing
        return .end("interrupted twice: what was under way may or may not have been done")
      case (.reading, _):
        (state.status, state.phase) = (status, .showing)
        return .end("interrupted; nothing was changed")
      }
    }
    switch reaction {
    case .ignore: break
    case .announce:
      console.tell(
        "\ninterrupted: nothing new is started; what is under way is brought to its end. Again to end at once.\n")
    case .end(let message): console.end(Outcome(Failure(status, message)))
    }
  }
}
