import Dispatch
import Synchronization
import UnixSignals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What happens when a person, or a pipeline, wants the run to end.
///
/// While nothing is being written remotely, the run ends at once. During an apply nothing new is started, and what is under
/// way is brought to its end; a second signal ends that too. So it ends a run that cannot get rid of its result.
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

  /// From now on the result is shown, and one signal comes too late. False where it came first and is shown instead.
  func beginShowing() -> Bool {
    state.withLock { state in
      guard state.phase != .showing else { return false }
      state.phase = .showing
      return true
    }
  }

  /// Handles signals until the task is cancelled, apart from all other tasks: those may be stuck in writing.
  func watch(_ console: Console) -> Task<Void, Never> {
    Task(executorPreference: Self.executor) {
      for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
        self.handle(signal == .sigterm ? .terminated : .interrupted, console)
      }
    }
  }

  private static let executor = OwnThread()
  /// How long last words may take.
  private static let patience = DispatchTimeInterval.milliseconds(500)

  private enum Reaction {
    case tell(String)
    /// Shows why there is no result, and ends.
    case end(String)
    /// Ends even where nothing can be shown.
    case stop(lastWords: String?)
  }

  private func handle(_ status: ExitStatus, _ console: Console) {
    let reaction = state.withLock { state -> Reaction in
      switch (state.phase, state.status) {
      case (.showing, nil):
        state.status = status
        return .tell("interrupted: the run is over, and its result is being written.")
      case (.showing, _?): return .stop(lastWords: nil)
      case (.writing, nil):
        state.status = status
        return .tell("interrupted: nothing new is started; what is under way is brought to its end.")
      case (.writing, _?):
        state.phase = .showing
        return .stop(lastWords: "interrupted twice: what was under way may or may not have been done")
      case (.reading, _):
        (state.status, state.phase) = (status, .showing)
        return .end("interrupted; nothing was changed")
      }
    }
    switch reaction {
    case .tell(let message): Self.apart { console.tell("\n\(message) Again to end at once.\n") }
    case .end(let message): Self.apart { console.end(Outcome(Failure(status, message))) }
    case .stop(let message):
      if let message { Self.apart { console.end(Outcome(Failure(status, message))) } }
      Self.executor.queue.asyncAfter(deadline: .now() + Self.patience) { _exit(status.rawValue) }
    }
  }

  /// Writes something while the next signal is waited for: whoever should read it may not.
  private static func apart(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "presetctl.words").async(execute: body)
  }
}

/// Runs tasks on a thread of their own.
private final class OwnThread: TaskExecutor {
  let queue = DispatchQueue(label: "presetctl.signals")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
