/// Converts byte offsets of a text to marks without counting from the start each time.
package struct MarkIndex {
  private static let stride = 64

  private let bytes: [UInt8]
  /// The offset at which each line starts.
  private var lineStarts = [0]
  /// The number of Unicode scalars before each multiple of `stride`.
  private var scalarCounts: [Int] = []

  /// - Parameter bytes: The text in UTF-8.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var scalars = 0
    var lineBreakEnd = 0
    for index in bytes.indices {
      if index.isMultiple(of: Self.stride) { scalarCounts.append(scalars) }
      if Self.startsScalar(bytes[index]) { scalars += 1 }
      guard index >= lineBreakEnd else { continue }
      let length = SourceText.breakLength(at: index, in: bytes)
      if length > 0 {
        lineBreakEnd = index + length
        lineStarts.append(lineBreakEnd)
      }
    }
    scalarCounts.append(scalars)
  }

  /// Returns the mark of the byte at `offset`.
  package func mark(at offset: Int) -> Mark {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Mark(line: low + 1, column: scalars(before: offset) - scalars(before: lineStarts[low]) + 1)
  }

  private func scalars(before offset: Int) -> Int {
    let block = min(offset / Self.stride, max(0, (bytes.count - 1) / Self.stride))
    let rest = bytes[min(block * Self.stride, bytes.count)..<min(offset, bytes.count)]
    return scalarCounts[block] + rest.count(where: Self.startsScalar)
  }

  private static func startsScalar(_ byte: UInt8) -> Bool {
    byte & 0xC0 != 0x80
  }
}
