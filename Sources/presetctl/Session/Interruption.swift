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

/// Handles SIGINT and SIGTERM.
///
/// Outside of an apply, a signal stops the run at once. During an apply, no new operations start and the running ones
/// finish. A second signal stops the run at once, even if it is blocked while writing its result.
final class Interruption: Sendable {
  private struct State {
    var phase = Phase.reading
    var status: ExitStatus?
  }

  private enum Phase {
    /// Nothing has been changed.
    case reading
    /// Presets are being changed.
    case writing
    /// The result is being written.
    case showing
  }

  private let state = Mutex(State())

  /// The exit status for the received signal; nil if there was none.
  var status: ExitStatus? { state.withLock(\.status) }

  /// Marks the start of remote changes.
  func beginWriting() { state.withLock { $0.phase = .writing } }

  /// Marks the start of writing the result, which a first signal no longer stops. Returns false if a signal came first
  /// and its handler writes the result.
  func beginShowing() -> Bool {
    state.withLock { state in
      guard state.phase != .showing else { return false }
      state.phase = .showing
      return true
    }
  }

  /// Waits until the signal handler exits the process.
  func waitForExit() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  /// Handles signals until the task is canceled, on its own queue because other tasks may be blocked in a write.
  func watch(_ console: Console) -> Task<Void, Never> {
    Task(executorPreference: Self.executor) {
      for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
        self.handle(signal == .sigterm ? .terminated : .interrupted, console)
      }
    }
  }

  private static let executor = SignalExecutor()
  /// The time for writing the last message before the process exits.
  private static let lastMessageTimeout = DispatchTimeInterval.milliseconds(500)

  private enum SignalAction {
    case notify(String)
    /// Writes why there is no result, and exits.
    case end(String)
    /// Exits after a timeout, even if the message cannot be written.
    case stop(String?)
  }

  private func handle(_ status: ExitStatus, _ console: Console) {
    let reaction = state.withLock { state -> SignalAction in
      switch (state.phase, state.status) {
      case (.showing, nil):
        state.status = status
        return .notify("interrupted: writing the result.")
      case (.showing, _?): return .stop(nil)
      case (.writing, nil):
        state.status = status
        return .notify("interrupted: no new operations start; waiting for the running ones to finish.")
      case (.writing, _?):
        state.phase = .showing
        return .stop("interrupted twice: operations that were running may or may not have completed")
      case (.reading, _):
        (state.status, state.phase) = (status, .showing)
        return .end("interrupted; nothing was changed")
      }
    }
    switch reaction {
    case .notify(let message): Self.inBackground { console.log("\n\(message) Interrupt again to stop immediately.\n") }
    case .end(let message): Self.inBackground { console.end(CommandResult(CommandFailure(status, message))) }
    case .stop(let message):
      if let message { Self.inBackground { console.end(CommandResult(CommandFailure(status, message))) } }
      Self.executor.queue.asyncAfter(deadline: .now() + Self.lastMessageTimeout) { _exit(status.rawValue) }
    }
  }

  /// Writes without blocking the handler, because the reader of the output may be stuck.
  private static func inBackground(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "presetctl.messages").async(execute: body)
  }
}

/// Runs tasks on a dispatch queue of its own.
private final class SignalExecutor: TaskExecutor {
  let queue = DispatchQueue(label: "presetctl.signals")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
