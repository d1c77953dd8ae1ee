import ArgumentParser

/// The exit codes, the same in every output format.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case failure = 1
  case changes = 2
  case permission = 3
  case partial = 4
  case blocked = 5
  case stale = 6
  case usage = 64
  case badInput = 65
  case interrupted = 130
  case terminated = 143
}

extension ExitCode {
  init(_ status: ExitStatus) {
    self.init(status.rawValue)
  }
}
