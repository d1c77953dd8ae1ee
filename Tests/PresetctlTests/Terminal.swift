import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pseudo-terminal between the program and a test.
final class Terminal {
  private let test: Int32
  let program: FileHandle

  init(columns: UInt16 = 80) throws {
    test = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard test >= 0, let name = Self.unlocked(test) else { throw CocoaError(.fileReadUnknown) }
    let end = open(name, O_RDWR | O_NOCTTY)
    program = FileHandle(fileDescriptor: end, closeOnDealloc: true)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(end, UInt(TIOCSWINSZ), &size)
  }

  deinit { close(test) }

  /// Unlocks the other end of a pseudo-terminal and returns its name.
  private static func unlocked(_ descriptor: Int32) -> String? {
    #if canImport(Glibc)
      // posix_openpt and related functions are not in the module map, so these are their system calls.
      var number: Int32 = 0
      var isLocked: Int32 = 0
      guard ioctl(descriptor, 0x4004_5431, &isLocked) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0 else {
        return nil
      }
      return "/dev/pts/\(number)"
    #else
      guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0 else { return nil }
      return ptsname(descriptor).map { String(cString: $0) }
    #endif
  }

  /// Returns the available output since the last call.
  func read() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    _ = fcntl(test, F_SETFL, fcntl(test, F_GETFL) | O_NONBLOCK)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(test, &buffer, buffer.count)
      #else
        let count = Darwin.read(test, &buffer, buffer.count)
      #endif
      guard count > 0 else { return String(decoding: text, as: UTF8.self) }
      text += buffer.prefix(count)
    }
  }

  /// Sends text as keyboard input.
  func type(_ text: String) {
    _ = text.withCString { write(test, $0, strlen($0)) }
  }
}
