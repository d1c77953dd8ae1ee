import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension TextFile {
  /// Replaces a file's text, whole or not at all.
  /// - Parameter isPrivate: Whether only its owner may read the file.
  static func write(_ text: String, to path: String, isPrivate: Bool = false) throws(Failure) {
    let target = FilePath(path)
    // A pipe or a device, such as /dev/stdout, cannot be replaced.
    if let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType,
      ![.typeRegular, .typeSymbolicLink].contains(kind)
    {
      return try attempt(path) { () throws in
        let file = try FileDescriptor.open(target, .writeOnly)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
      }
    }
    let folder = target.removingLastComponent()
    let name = ".\(target.lastComponent?.string ?? "").\(ProcessInfo.processInfo.processIdentifier)"
    let temporary = folder.isEmpty ? FilePath(name) : folder.appending(name)
    do throws(Failure) {
      try attempt(path) { () throws in
        if !folder.isEmpty {
          try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
        let file = try FileDescriptor.open(
          temporary, .writeOnly, options: [.create, .truncate],
          permissions: isPrivate ? .ownerReadWrite : [.ownerReadWrite, .groupRead, .otherRead])
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
        guard rename(temporary.string, target.string) == 0 else { throw Errno(rawValue: errno) }
      }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary.string)
      throw error
    }
  }

  /// Adds a text to the end of a file.
  static func append(_ text: String, to path: String) throws(Failure) {
    try attempt(path) { () throws in
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
  }

  /// The size of a file in bytes; 0 where there is none.
  static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? any BinaryInteger).map { Int($0) } ?? 0
  }

  private static func attempt(_ path: String, _ body: () throws -> Void) throws(Failure) {
    do {
      try body()
    } catch {
      let reason = (error as? Errno).map { "\($0)" } ?? error.fileReason
      throw Failure(.failure, "'\(path)' cannot be written: \(reason)")
    }
  }
}
