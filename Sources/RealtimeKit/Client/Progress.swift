package import Planning

/// A step of progress in a run.
package enum Progress: Hashable, Sendable {
  /// This many more presets will be read.
  case reading(Int)
  /// One preset was read.
  case read
  /// One operation ended.
  case applied(Operation)
}

/// Receives the progress of a run, on any thread.
package typealias ProgressHandler = @Sendable (Progress) -> Void

/// Receives the duration and reason of a wait, on any thread.
package typealias WaitHandler = @Sendable (Duration, WaitReason) -> Void
