import Synchronization

extension Array where Element: Sendable {
  /// The results of `transform`, in the order of the elements, with at most `limit` of them under way at once.
  /// - Parameter more: The elements that a result adds behind all others; asked once a result, in the order of the elements.
  func concurrentMap<Result: Sendable, Failure: Error>(
    limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Result,
    adding more: @escaping @Sendable (Result) -> [Element] = { _ in [] }
  ) async throws(Failure) -> [Result] {
    let work = Work<Element, Result, Failure>(self, adding: more)
    await withTaskGroup { group in
      var workers = 0
      while true {
        while work.isLeft, workers < limit {
          group.addTask {
            var hasAdded = false
            // Where there is more than this worker can do alone, it ends, and others begin with it.
            while !hasAdded, let (place, element) = work.next() {
              do throws(Failure) {
                hasAdded = work.note(.success(try await transform(element)), at: place)
              } catch {
                hasAdded = work.note(.failure(error), at: place)
              }
            }
          }
          workers += 1
        }
        guard await group.next() != nil else { return }
        workers -= 1
      }
    }
    // The first failure in the elements' order, not in time, so that the same input fails alike.
    return try work.outcomes.map { (outcome) throws(Failure) in try outcome.get() }
  }
}

/// What is to be done of elements, of which each worker takes the next, and what came of those that are done.
private final class Work<Element: Sendable, Value: Sendable, Failure: Error>: Sendable {
  typealias Outcome = Result<Value, Failure>

  private struct State {
    private(set) var elements: [Element] = []
    /// What came of each element; nil where it is not done.
    var outcomes: [Outcome?] = []
    var started = 0
    var asked = 0
    /// After a failure nothing new is begun.
    var hasFailed = false

    var next: Int? { hasFailed || started == elements.count ? nil : started }

    mutating func add(_ more: [Element]) {
      elements += more
      outcomes += Array(repeating: nil, count: more.count)
    }
  }

  private let state: Mutex<State>
  private let more: @Sendable (Value) -> [Element]

  init(_ elements: [Element], adding more: @escaping @Sendable (Value) -> [Element]) {
    var state = State()
    state.add(elements)
    self.state = Mutex(state)
    self.more = more
  }

  /// Whether an element waits for a worker.
  var isLeft: Bool { state.withLock { $0.next != nil } }

  /// What came of the elements that were done, in their order.
  var outcomes: [Outcome] { state.withLock { $0.outcomes.compactMap(\.self) } }

  /// Takes the next element, with its place; nil where none is left.
  func next() -> (place: Int, element: Element)? {
    state.withLock { state in
      guard let next = state.next else { return nil }
      state.started += 1
      return (next, state.elements[next])
    }
  }

  /// Notes what came of the element at a place.
  /// - Returns: Whether this added elements.
  func note(_ outcome: Outcome, at place: Int) -> Bool {
    state.withLock { state in
      state.outcomes[place] = outcome
      if case .failure = outcome { state.hasFailed = true }
      let before = state.elements.count
      while state.asked < state.outcomes.count, case .success(let value)? = state.outcomes[state.asked] {
        state.add(more(value))
        state.asked += 1
      }
      return state.elements.count > before
    }
  }
}
