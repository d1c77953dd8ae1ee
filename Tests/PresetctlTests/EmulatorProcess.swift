import Foundation

/// An `emulate` process for the duration of a test.
final class EmulatorProcess {
  private let process = Process()
  private(set) var variables: [String: String] = [:]

  init(_ arguments: [String], in folder: URL) throws {
    let pipe = Pipe()
    process.executableURL = Binary.url
    process.arguments = ["emulate", "--port", "0"] + arguments
    process.currentDirectoryURL = folder
    process.environment = [:]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    try Binary.start(process)
    var text = ""
    while text.split(separator: "\n", omittingEmptySubsequences: false).count < 5 {
      let data = pipe.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    for line in text.split(separator: "\n") {
      let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
      if line.hasPrefix("export "), parts.count == 2 { variables[parts[0]] = parts[1] }
    }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }
}
