import RealtimeKit
import Synchronization

/// Shows progress on stderr: a line that is rewritten on a terminal, and a line every ten seconds elsewhere.
final class ProgressLine: Sendable {
  private static let interval = Duration.seconds(10)
  /// The control sequence that erases the line.
  static let erasure = "\r\u{1B}[K"

  private struct State {
    var total = 0
    var done = 0
    var verb = "reading presets"
    var isShown = false
  }

  private let state = Mutex(State())
  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  /// Shows progress for the duration of `body`.
  static func with<Result: Sendable>(
    _ console: Console, _ body: @escaping @Sendable (ProgressLine) async throws -> Result
  ) async throws -> Result {
    let line = ProgressLine(console)
    let ticking = Task { await line.tick() }
    defer {
      ticking.cancel()
      line.clear()
    }
    return try await body(line)
  }

  /// Starts counting operations that are applied.
  func begin(applying total: Int) {
    state.withLock { $0 = State(total: total, verb: "applying", isShown: $0.isShown) }
    draw()
  }

  /// Updates the counts.
  func note(_ progress: Progress) {
    state.withLock { state in
      switch progress {
      case .reading(let more): state.total += more
      case .read, .applied: state.done += 1
      }
    }
    draw()
  }

  /// Erases the line, so that something else can be printed.
  func clear() {
    let wasShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if wasShown { console.log(Self.erasure) }
  }

  private var words: String? {
    state.withLock { state in
      state.total > 0 ? "\(state.verb): \(state.done) of \(state.total)" : nil
    }
  }

  private func draw() {
    guard console.showsProgressLine, let words else { return }
    state.withLock { $0.isShown = true }
    console.log(Self.erasure + words)
  }

  private func tick() async {
    guard console.showsProgress, !console.showsProgressLine else { return }
    while (try? await Task.sleep(for: Self.interval)) != nil {
      if let words { console.log(words + "\n") }
    }
  }
}
