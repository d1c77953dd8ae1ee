import Manifests
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
  /// Replaces the text of a file atomically. If the path is a link, its target is replaced.
  /// - Parameter isPrivate: Whether only the owner may read the file. Otherwise, an existing file keeps its mode.
  static func write(_ text: String, to path: String, isPrivate: Bool = false) throws(CommandFailure) {
    try attempt(path) { () throws in
      let present = try? FilePath(path).stat()
      // A pipe or a device, such as /dev/stdout, cannot be replaced.
      if let present, present.type != .regular {
        let file = try FileDescriptor.open(path, .writeOnly)
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
        return
      }
      let mode = present?.permissions ?? [.ownerReadWrite, .groupRead, .otherRead]
      try replace(try target(of: FilePath(path)), by: text, isPrivate ? .ownerReadWrite : mode)
    }
  }

  private static func replace(_ target: FilePath, by text: String, _ mode: FilePermissions) throws {
    let folder = target.removingLastComponent()
    if !folder.isEmpty {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }
    // The random name and exclusive creation keep anyone else from placing a link at the path.
    let name = ".presetctl-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    let temporary = folder.isEmpty ? FilePath(name) : folder.appending(name)
    let file = try FileDescriptor.open(
      temporary, .writeOnly, options: [.create, .exclusiveCreate, .noFollow], permissions: mode)
    do {
      _ = try file.closeAfter { try file.writeAll(text.utf8) }
      guard rename(temporary.string, target.string) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary.string)
      throw error
    }
  }

  /// Returns the file that a path refers to after following links. The file need not exist.
  private static func target(of path: FilePath) throws -> FilePath {
    var path = path
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path.string) else { return path }
      path = path.removingLastComponent().pushing(FilePath(next))
    }
    throw Errno.tooManySymbolicLinkLevels
  }

  /// Appends a text to a file.
  static func append(_ text: String, to path: String) throws(CommandFailure) {
    try attempt(path) { () throws in
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
  }

  /// Returns the size of a file in bytes; 0 if it does not exist.
  static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? any BinaryInteger).map { Int($0) } ?? 0
  }

  private static func attempt(_ path: String, _ body: () throws -> Void) throws(CommandFailure) {
    do {
      try body()
    } catch {
      let reason = (error as? Errno).map { "\($0)" } ?? error.fileErrorDescription
      throw CommandFailure(.failure, "could not write '\(path)': \(reason)")
    }
  }
}
