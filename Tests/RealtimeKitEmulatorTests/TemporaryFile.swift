import Foundation

/// A path of a test's own, at which nothing is left when the test is done.
struct TemporaryFile: ~Copyable {
  let path = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString).json").path

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
