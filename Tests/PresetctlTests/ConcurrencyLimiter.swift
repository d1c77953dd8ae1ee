/// Limits the number of concurrent operations. Waiting operations start in the order of their calls.
actor ConcurrencyLimiter {
  private var available: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ limit: Int) {
    available = limit
  }

  /// Runs an operation as soon as the limit allows it.
  nonisolated func run<Result>(_ operation: () async throws -> Result) async rethrows -> Result {
    await enter()
    do {
      let result = try await operation()
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if available > 0 { return available -= 1 }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { available += 1 } else { waiting.removeFirst().resume() }
  }
}
