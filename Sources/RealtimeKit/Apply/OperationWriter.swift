import Planning
import Schema

/// Carries out single operations and determines how each one ended.
///
/// If a response does not say whether a write took effect, the preset is read before the write is sent again, so that no write is
/// applied twice.
struct OperationWriter: Sendable {
  private let reader: PresetReader
  private let writer: PresetWriter
  private let verifier: Verifier

  /// Uses the reader's connection.
  init(_ reader: PresetReader) {
    self.reader = reader
    writer = PresetWriter(reader.connection)
    verifier = Verifier(reader: reader, time: reader.connection.time)
  }

  /// Sends a write, with retries, until its result is known.
  /// - Parameters:
  ///   - observed: The preset as last read; nil for a create.
  ///   - readAt: When that read was started.
  func write(_ operation: Operation, from observed: Preset?, readAt: Duration) async -> Report.Entry {
    let write = operation.write(from: observed)
    let time = reader.connection.time
    var readAt = readAt
    var number = 1
    while true {
      let attempt: FailedAttempt
      do {
        // After two attempts, write even if rate limits made the last read older than `maximumReadAge`.
        let patience = number <= 2 && observed != nil ? Self.maximumReadAge - (time.now() - readAt) : nil
        return await verified(write, id: try await writer.send(write, patience: patience), operation)
      } catch {
        attempt = error
      }
      let error = attempt.error
      switch Self.nextStep(after: error, write) {
      case .stop(let outcome): return Report.Entry(operation, outcome, failure(error, write, operation))
      // Not sent this time, but earlier attempts of the same write failed.
      case .notStarted: return Report.Entry(operation, number == 1 ? .notStarted : .failed, error.failure)
      case .checkResult:
        readAt = time.now()
        if let end = await resolve(write, operation, from: observed, after: attempt, number) { return end }
      case .retry:
        do { try await reader.connection.wait(before: number, after: attempt) } catch {
          return Report.Entry(operation, .failed, error.failure)
        }
      }
      number += 1
      guard number <= reader.connection.retries.maximumAttempts, !reader.connection.isInterrupted else {
        return Report.Entry(operation, .failed, failure(error, write, operation))
      }
      reader.connection.countRetry()
    }
  }

  /// The maximum age of a read that a write is based on.
  private static let maximumReadAge = Duration.seconds(1)

  /// The next step after a failed attempt.
  private enum NextStep {
    /// Stop with this outcome.
    case stop(Report.Outcome)
    /// Stop: nothing was sent, because the run is ending.
    case notStarted
    /// Read the preset to determine whether the write took effect.
    case checkResult
    /// Send the write again: it did not take effect.
    case retry
  }

  private static func nextStep(after error: APIError, _ write: PresetWrite) -> NextStep {
    if error.endsRun { return .notStarted }
    switch write {
    case .create:
      if error.status == 409 || error.mayHaveTakenEffect { return .checkResult }
      return error.isTransient ? .retry : .stop(.failed)
    case .delete where error.isPresetInUse: return .stop(.inUse)
    case .patch, .replace, .delete:
      // A 404 or 409 can be the result of an earlier attempt of the same write.
      let isDoubtful = error.isTransient || error.mayHaveTakenEffect || error == .delayedTooLong
      return isDoubtful || [404, 409].contains(error.status) ? .checkResult : .stop(.failed)
    }
  }

  /// Whether the error can be the result of an earlier attempt that reads do not show yet: a taken name, or a deleted preset.
  private static func mayResultFromEarlierAttempt(_ error: APIError, _ write: PresetWrite) -> Bool {
    switch write {
    case .create: error.status == 409
    case .delete: error.status == 404
    case .patch, .replace: false
    }
  }

  /// Returns how an operation ended whose write may have taken effect; nil if it did not, and can be sent again.
  private func resolve(
    _ write: PresetWrite, _ operation: Operation, from observed: Preset?, after attempt: FailedAttempt, _ number: Int
  ) async -> Report.Entry? {
    let error = attempt.error
    let isTemporary = error.isTransient || error.mayHaveTakenEffect || Self.mayResultFromEarlierAttempt(error, write)
    // Wait before reading, to give the server time to recover.
    let mayRetry =
      isTemporary
      ? (try? await reader.connection.wait(before: number, after: attempt)) != nil : error == .delayedTooLong
    do {
      switch try await UncertainWrite.resolve(write, operation, from: observed, reader) {
      case .done(let id): return await verified(write, id: id, operation)
      case .stale(let failure): return Report.Entry(operation, .stale, failure)
      case .notDone where mayRetry: return nil
      case .notDone: return Report.Entry(operation, .failed, failure(error, write, operation))
      }
    } catch {
      let failure = failure(attempt.error, write, operation)
      let doubt =
        attempt.error.mayHaveTakenEffect ? failure.adding("the write may have taken effect") : failure
      return Report.Entry(operation, .failed, doubt)
    }
  }

  private func verified(_ write: PresetWrite, id: String?, _ operation: Operation) async -> Report.Entry {
    do {
      let failure = try await verifier.failure(of: write, id: id, operation)
      return Report.Entry(operation, failure == nil ? .done : .failed, failure)
    } catch {
      return Report.Entry(operation, .failed, error.failure(before: "the write succeeded but could not be verified"))
    }
  }

  /// Returns the failure of a write, with advice for its kind of operation.
  private func failure(_ error: APIError, _ write: PresetWrite, _ operation: Operation) -> Report.Failure {
    guard case .rejected(let rejection) = error else { return error.failure }
    switch write {
    case .replace where [404, 405].contains(rejection.status):
      let field = operation.changes.first(where: \.removesMembers)?.field ?? .root
      return APIError.cannotRemove(field, rejection).failure
    case .delete where error.isPresetInUse:
      // Leaves out the usual meaning of the status: a 403 is not about the token here.
      return Report.Failure(
        message: "\(rejection.words); \(Self.inUseAdvice)", status: rejection.status, requestID: rejection.requestID)
    default: return error.failure
    }
  }

  private static let inUseAdvice =
    "the API does not delete a preset that participants use; narrow its permissions instead, and pass "
    + "--allow-in-use to continue without deleting it"
}
