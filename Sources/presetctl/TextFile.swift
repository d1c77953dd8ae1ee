import SystemPackage

/// Small files that are named on the command line; a pipe will do too.
enum TextFile {
  /// The bytes of a file of at most `limit` bytes; nil where it cannot be read or is larger.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      guard let count = try? part.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
      if count == 0 { return bytes }
      bytes += part.prefix(count)
    }
    return nil
  }

  /// The text of a file in UTF-8 of at most `limit` bytes; nil where there is none.
  static func text(_ path: String, limit: Int) -> String? {
    bytes(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
