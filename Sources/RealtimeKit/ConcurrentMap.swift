extension Sequence where Self: Sendable, Element: Sendable {
  /// The results of `transform`, in the order of the elements, with at most `limit` of them under way at once.
  func concurrentMap<Result: Sendable, Failure: Error>(
    limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Result
  ) async throws(Failure) -> [Result] {
    let outcomes = await withTaskGroup(of: (Int, Swift.Result<Result, Failure>).self) { group in
      var outcomes: [Int: Swift.Result<Result, Failure>] = [:]
      var hasFailed = false
      for (index, element) in enumerated() {
        if index >= limit, let (done, outcome) = await group.next() {
          outcomes[done] = outcome
          if case .failure = outcome { hasFailed = true }
        }
        if hasFailed { break }
        group.addTask {
          do throws(Failure) {
            return (index, .success(try await transform(element)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for await (done, outcome) in group { outcomes[done] = outcome }
      return outcomes
    }
    // The first failure in the elements' order, not in time, so that the same input fails alike.
    return try outcomes.sorted { $0.key < $1.key }.map { (_, outcome) throws(Failure) in try outcome.get() }
  }
}
