import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

@Suite("Working side by side") struct ConcurrentMapTests {
  private struct Failed: Error, Equatable {
    let element: Int
  }

  @Test("results come in the order of the elements, and no more than allowed are under way", arguments: 0..<20)
  func order(seed: Int) async {
    var random = SeededGenerator(seed: seed)
    let (count, limit) = (Int.random(in: 0...60, using: &random), Int.random(in: 1...12, using: &random))
    let load = Mutex((now: 0, most: 0))
    let results = await Array(0..<count).concurrentMap(limit: limit) { (element) async throws(Never) -> Int in
      load.withLock { load in
        load.now += 1
        load.most = max(load.most, load.now)
      }
      for _ in 0..<(element * 7 % 5) { await Task.yield() }
      load.withLock { $0.now -= 1 }
      return element * 2
    }
    #expect(results == (0..<count).map { $0 * 2 })
    #expect(load.withLock { $0.most } <= min(limit, count) && load.withLock { $0.now } == 0)
  }

  @Test("what results add comes behind all others, in the order of what added it", arguments: 1...12)
  func adding(limit: Int) async {
    let results = await [1, 2, 3].concurrentMap(limit: limit) { (element) async throws(Never) -> Int in
      // The first ends last.
      for _ in 0..<(element < 10 ? 20 - element : 0) { await Task.yield() }
      return element
    } adding: { result in
      result < 100 ? [result * 10, result * 10 + 1] : []
    }
    let second = [1, 2, 3].flatMap { [$0 * 10, $0 * 10 + 1] }
    #expect(results == [1, 2, 3] + second + second.flatMap { [$0 * 10, $0 * 10 + 1] })
  }

  @Test("of failures the first by order is told, and nothing is begun after one", arguments: 1...12)
  func failure(limit: Int) async {
    let begun = Mutex<[Int]>([])
    let error = await #expect(throws: Failed.self) {
      try await Array(0..<1000).concurrentMap(limit: limit) { (element) async throws(Failed) -> Int in
        begun.withLock { $0.append(element) }
        guard element < 5 else {
          // Later elements fail sooner.
          for _ in 0..<(20 - element) { await Task.yield() }
          throw Failed(element: element)
        }
        return element
      }
    }
    #expect(error == Failed(element: 5))
    #expect(begun.withLock(\.count) <= 5 + limit)
  }
}
