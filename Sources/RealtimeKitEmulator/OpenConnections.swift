import NIOCore
import Synchronization

/// The connections of a server, so that they end when it does.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Takes note of a connection; closes it where the server has ended.
  func add(_ channel: any Channel) {
    let isLate = state.withLock { state in
      if !state.isClosed { state.channels[ObjectIdentifier(channel)] = channel }
      return state.isClosed
    }
    if isLate { channel.close(promise: nil) }
  }

  /// Forgets a connection that is closed.
  func remove(_ channel: any Channel) {
    state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
  }

  /// Closes all connections, and those that still come.
  func close() {
    let channels = state.withLock { state in
      state.isClosed = true
      defer { state.channels = [:] }
      return state.channels.values
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
