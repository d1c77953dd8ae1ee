import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// Returns the results of `transform` in the order of the elements, computed on all cores.
  package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    // Small enough that no core waits long for another, large enough that handing them out costs nothing.
    let size = 8
    guard count > size else { return map(transform) }
    let starts = Swift.stride(from: 0, to: count, by: size).map(\.self)
    let parts = Mutex<[Int: [Result]]>([:])
    DispatchQueue.concurrentPerform(iterations: starts.count) { index in
      let part = self[starts[index]..<Swift.min(starts[index] + size, count)].map(transform)
      parts.withLock { $0[index] = part }
    }
    return parts.withLock { parts in starts.indices.flatMap { parts[$0] ?? [] } }
  }
}
