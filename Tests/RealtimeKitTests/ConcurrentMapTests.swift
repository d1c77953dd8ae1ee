import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

@Suite("Concurrent mapping") struct ConcurrentMapTests {
  private struct TestError: Error, Equatable {
    let element: Int
  }

  @Test("Results have the order of the elements, and concurrency stays within the limit", arguments: 0..<20)
  func order(seed: Int) async {
    var random = SeededGenerator(seed: seed)
    let (count, limit) = (Int.random(in: 0...60, using: &random), Int.random(in: 1...12, using: &random))
    let running = Mutex((now: 0, maximum: 0))
    let results = await Array(0..<count).concurrentMap(limit: limit) { (element) async throws(Never) -> Int in
      running.withLock { running in
        running.now += 1
        running.maximum = max(running.maximum, running.now)
      }
      for _ in 0..<(element * 7 % 5) { await Task.yield() }
      running.withLock { $0.now -= 1 }
      return element * 2
    }
    #expect(results == (0..<count).map { $0 * 2 })
    #expect(running.withLock { $0.maximum } <= min(limit, count) && running.withLock { $0.now } == 0)
  }

  @Test("The first failure in element order is thrown, and no element starts after a failure", arguments: 1...12)
  func failure(limit: Int) async {
    let started = Mutex<[Int]>([])
    let error = await #expect(throws: TestError.self) {
      try await Array(0..<1000).concurrentMap(limit: limit) { (element) async throws(TestError) -> Int in
        started.withLock { $0.append(element) }
        guard element < 5 else {
          // Later elements fail sooner.
          for _ in 0..<(20 - element) { await Task.yield() }
          throw TestError(element: element)
        }
        return element
      }
    }
    #expect(error == TestError(element: 5))
    #expect(started.withLock(\.count) <= 5 + limit)
  }
}
