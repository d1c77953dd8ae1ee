import Foundation

/// A unique path whose file is removed after the test.
struct TemporaryFile: ~Copyable {
  let path = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString).json").path

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
