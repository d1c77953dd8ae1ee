/// Suggests a known word for an unknown one.
package enum Suggestion {
  /// Returns the candidate that differs least from `word`; nil if all of them differ too much.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    // A longer word is hardly a typo, and slow to compare.
    guard !word.isEmpty, word.utf8.count <= 128 else { return nil }
    let letters = Array(word.lowercased().utf8)
    let allowed = letters.count <= 3 ? 1 : letters.count <= 7 ? 2 : 3
    var best: (distance: Int, word: String)?
    for candidate in candidates where abs(candidate.utf8.count - letters.count) <= allowed {
      let distance = distance(letters, Array(candidate.lowercased().utf8), limit: allowed)
      guard distance <= allowed, distance < candidate.utf8.count else { continue }
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.word
  }

  /// Returns the number of letters to insert, delete, replace, or swap with the next one; `limit + 1` if there are
  /// more.
  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    guard abs(left.count - right.count) <= limit else { return limit + 1 }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1] + [Int](repeating: 0, count: right.count)
      for column in 0..<right.count {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        current[column + 1] = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          current[column + 1] = min(current[column + 1], beforeLast[column - 1] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
