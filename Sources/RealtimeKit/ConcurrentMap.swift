extension Sequence where Self: Sendable, Element: Sendable {
  /// The results of `transform`, in the order of the elements, with at most `limit` of them under way at once.
  /// - Parameter more: The elements that a result adds behind all others; asked in the order of the elements.
  func concurrentMap<Result: Sendable, Failure: Error>(
    limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Result,
    adding more: (Result) -> [Element] = { _ in [] }
  ) async throws(Failure) -> [Result] {
    let outcomes = await withTaskGroup(of: (Int, Swift.Result<Result, Failure>).self) { group in
      var elements = Array(self)
      var outcomes: [Int: Swift.Result<Result, Failure>] = [:]
      var (started, asked, hasFailed) = (0, 0, false)
      while true {
        while !hasFailed, started < elements.count, started - outcomes.count < limit {
          let (index, element) = (started, elements[started])
          group.addTask {
            do throws(Failure) {
              return (index, .success(try await transform(element)))
            } catch {
              return (index, .failure(error))
            }
          }
          started += 1
        }
        guard let (done, outcome) = await group.next() else { return outcomes }
        outcomes[done] = outcome
        if case .failure = outcome { hasFailed = true }
        while case .success(let result)? = outcomes[asked] {
          elements += more(result)
          asked += 1
        }
      }
    }
    // The first failure in the elements' order, not in time, so that the same input fails alike.
    return try outcomes.sorted { $0.key < $1.key }.map { (_, outcome) throws(Failure) in try outcome.get() }
  }
}
