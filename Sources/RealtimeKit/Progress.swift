public import Presets

/// How far a run has come.
public enum Progress: Hashable, Sendable {
  /// So many more presets are to be read.
  case reading(Int)
  /// One preset was read.
  case read
  /// One operation came to its end.
  case applied(Operation)
}

/// Is told how far a run has come, from any thread.
public typealias ProgressHandler = @Sendable (Progress) -> Void

/// Is told for how long nothing is sent, and what is waited for, from any thread.
public typealias WaitHandler = @Sendable (Duration, WaitReason) -> Void
