import Presets
import SystemPackage

/// Small files that are named on the command line; a pipe will do too.
enum TextFile {
  /// The bytes of a file of at most `limit` bytes; nil where it cannot be read or is larger.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    (try? FileDescriptor.bytes(at: FilePath(path), limit: limit)) ?? nil
  }

  /// The text of a file in UTF-8 of at most `limit` bytes; nil where there is none.
  static func text(_ path: String, limit: Int) -> String? {
    bytes(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
