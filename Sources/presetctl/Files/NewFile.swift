import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Creates files that only their owner can read, flushed to disk.
enum NewFile {
  /// Writes a file completely or not at all. Returns false if it already exists.
  static func write(_ text: String, to path: FilePath) throws(Errno) -> Bool {
    let folder = path.removingLastComponent()
    let temporary = folder.appending(".\(path.lastComponent?.string ?? "").part")
    let file: FileDescriptor
    do {
      // Creating the temporary file exclusively reserves the name.
      file = try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    } catch {
      let reason = reason(of: error)
      if reason == .fileExists { return false }
      throw reason
    }
    do {
      try file.closeAfter {
        _ = try file.writeAll(text.utf8)
        try check(fsync(file.rawValue))
      }
      guard access(path.string, F_OK) != 0 else {
        unlink(temporary.string)
        return false
      }
      try check(rename(temporary.string, path.string))
      try flush(folder)
      return true
    } catch {
      unlink(temporary.string)
      throw reason(of: error)
    }
  }

  /// Adds a .gitignore that excludes all files in a folder, unless there is one.
  static func addGitignore(_ folder: FilePath) {
    _ = try? write("*\n", to: folder.appending(".gitignore"))
  }

  /// Creates a folder and its missing parents.
  static func makeFolder(_ path: FilePath) throws(Errno) {
    guard !path.isEmpty, access(path.string, F_OK) != 0 else { return }
    let parent = path.removingLastComponent()
    try makeFolder(parent)
    guard mkdir(path.string, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
    try flush(parent)
  }

  /// Flushes the entries of a folder to disk, if the file system supports it.
  private static func flush(_ folder: FilePath) throws(Errno) {
    do {
      let descriptor = try FileDescriptor.open(folder.isEmpty ? "." : folder, .readOnly, options: .directory)
      try descriptor.closeAfter { try check(fsync(descriptor.rawValue)) }
    } catch {
      let reason = reason(of: error)
      guard [.invalidArgument, .notSupported].contains(reason) else { throw reason }
    }
  }

  private static func check(_ result: Int32) throws(Errno) {
    guard result == 0 else { throw Errno(rawValue: errno) }
  }

  private static func reason(of error: any Error) -> Errno {
    error as? Errno ?? .ioError
  }
}
