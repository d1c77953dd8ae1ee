extension Array where Element: Sendable {
  /// Returns the results of `transform` in the order of the elements, with at most `limit` calls running at once.
  ///
  /// No call starts after one has failed.
  /// - Throws: The first failure in the order of the elements, so that errors are reproducible.
  func concurrentMap<Result: Sendable, Failure: Error>(
    limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Result
  ) async throws(Failure) -> [Result] {
    typealias Outcome = Swift.Result<Result, Failure>
    var outcomes = [Outcome?](repeating: nil, count: count)
    await withTaskGroup(of: (Int, Outcome).self) { group in
      func start(_ index: Int) {
        let element = self[index]
        group.addTask {
          do throws(Failure) { return (index, .success(try await transform(element))) } catch {
            return (index, .failure(error))
          }
        }
      }
      var next = Swift.min(limit, count)
      var hasFailed = false
      for index in 0..<next { start(index) }
      for await (index, outcome) in group {
        outcomes[index] = outcome
        if case .failure = outcome { hasFailed = true }
        guard !hasFailed, next < count else { continue }
        start(next)
        next += 1
      }
    }
    return try outcomes.compactMap(\.self).map { (outcome) throws(Failure) in try outcome.get() }
  }
}
