import Manifests
import SystemPackage

/// Reads small files and pipes that are named on the command line.
enum TextFile {
  /// Returns the bytes of a file; nil if it cannot be read or is larger than `limit` bytes.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    (try? FileDescriptor.bytes(at: FilePath(path), limit: limit)) ?? nil
  }

  /// Returns the text of a file; nil if it cannot be read, is larger than `limit` bytes, or is not UTF-8.
  static func text(_ path: String, limit: Int) -> String? {
    bytes(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
