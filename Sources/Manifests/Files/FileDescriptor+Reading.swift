package import SystemPackage

extension FileDescriptor {
  /// Returns the bytes of a file or a pipe; nil if there are more than `limit`.
  /// - Parameter size: The probable size in bytes.
  package static func bytes(
    at path: FilePath, limit: Int, expecting size: Int = 64 << 10
  ) throws -> [UInt8]? {
    let file = try open(path, .readOnly)
    defer { try? file.close() }
    // One more byte, so that the end of the file is found without growing the buffer.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var end = 0
    while end <= limit {
      let count = try bytes[end...].withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 {
        bytes.removeLast(bytes.count - end)
        return bytes
      }
      end += count
      if end == bytes.count { bytes += repeatElement(0, count: end) }
    }
    return nil
  }
}
