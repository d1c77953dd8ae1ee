#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Small files that are named on the command line.
enum TextFile {
  /// The bytes of a regular file of at most `limit` bytes; nil where there is none.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let size = attributes[.size] as? UInt64, size <= UInt64(limit),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return [UInt8](data)
  }

  /// The text of a regular file in UTF-8 of at most `limit` bytes; nil where there is none.
  static func read(_ path: String, limit: Int) -> String? {
    bytes(path, limit: limit).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
