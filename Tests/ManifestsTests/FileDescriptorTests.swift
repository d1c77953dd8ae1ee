import Foundation
import Manifests
import SystemPackage
import Testing

@Suite("Reading small files") struct FileDescriptorTests {
  @Test(
    "A file is read completely, whatever size was expected, and rejected above the limit",
    arguments: [0, 1, 2, 4096, 70_000],
    [0, 1, 4095, 4096, 100_000])
  func bytes(count: Int, expected: Int) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    try Data(bytes).write(to: url)
    func read(limit: Int) throws -> [UInt8]? {
      try FileDescriptor.bytes(at: FilePath(url.path), limit: limit, expecting: expected)
    }
    #expect(try read(limit: count) == bytes)
    #expect(try read(limit: 1 << 20) == bytes)
    #expect(try read(limit: count - 1) == nil)
  }

  @Test("A missing file and a folder each throw their error")
  func missing() {
    #expect(throws: Errno.noSuchFileOrDirectory) { try FileDescriptor.bytes(at: "/missing/file", limit: 1) }
    #expect(throws: Errno.isDirectory) { try FileDescriptor.bytes(at: "/", limit: 1) }
  }
}
