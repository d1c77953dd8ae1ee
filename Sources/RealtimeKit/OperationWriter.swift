import Presets

/// Carries out single operations so that it is known in the end what became of them.
///
/// A write is never repeated blindly: where its answer does not say whether it was carried out, what the server holds does.
struct OperationWriter: Sendable {
  private let reader: PresetReader
  private let writer: PresetWriter
  private let verifier: Verifier

  /// Creates a writer that sends over the reader's connection.
  init(_ reader: PresetReader) {
    self.reader = reader
    writer = PresetWriter(reader.connection)
    verifier = Verifier(reader: reader, time: reader.connection.time)
  }

  /// Sends a write until it is known what became of it. What it rests on is read before it is sent again.
  /// - Parameters:
  ///   - observed: The preset as it was read; nil for a create.
  ///   - readAt: When it was asked for.
  func write(_ operation: Operation, from observed: Preset?, readAt: Duration) async -> Report.Entry {
    let write = operation.write(from: observed)
    let time = reader.connection.time
    var readAt = readAt
    var number = 1
    while true {
      let attempt: FailedAttempt
      do {
        // Where the limits leave no room for fresh reads, what was read a while ago must do.
        let patience = number <= 2 && observed != nil ? Self.freshness - (time.now() - readAt) : nil
        return await verified(write, id: try await writer.send(write, patience: patience), operation)
      } catch {
        attempt = error
      }
      let error = attempt.error
      switch Self.verdict(on: error, write) {
      case .over(let outcome): return Report.Entry(operation, outcome, failure(error, write, operation))
      // What was tried before has failed, though nothing more was sent.
      case .notStarted: return Report.Entry(operation, number == 1 ? .notStarted : .failed, error.failure)
      case .unsettled:
        readAt = time.now()
        if let end = await settle(write, operation, from: observed, after: attempt, number) { return end }
      case .again:
        do { try await reader.connection.wait(before: number, after: attempt) } catch {
          return Report.Entry(operation, .failed, error.failure)
        }
      }
      number += 1
      guard number <= reader.connection.retries.tries, !reader.connection.isInterrupted else {
        return Report.Entry(operation, .failed, failure(error, write, operation))
      }
      reader.connection.countRetry()
    }
  }

  /// How old what was read may be when it is written back.
  private static let freshness = Duration.seconds(1)

  /// What a failed attempt means for a write.
  private enum Verdict {
    /// It ended so.
    case over(Report.Outcome)
    /// Nothing was sent, and nothing will be.
    case notStarted
    /// Reading must tell whether it was carried out, and whether it may be sent again.
    case unsettled
    /// It was not carried out, and rests on nothing that could have moved.
    case again
  }

  private static func verdict(on error: APIError, _ write: Write) -> Verdict {
    if error.isNotStarted { return .notStarted }
    switch write {
    case .create:
      if error.status == 409 || error.mayHaveTakenEffect { return .unsettled }
      return error.isTransient ? .again : .over(.failed)
    case .delete where error.isInUse: return .over(.inUse)
    case .patch, .replace, .delete:
      // What is gone, or in another's way, may be so because of this very write.
      let isDoubtful = error.isTransient || error.mayHaveTakenEffect || error == .postponed
      return isDoubtful || [404, 409].contains(error.status) ? .unsettled : .over(.failed)
    }
  }

  /// Whether a name may be taken, or a preset gone, because of an earlier attempt, which reads do not show yet.
  private static func mayBeOwnWork(_ error: APIError, _ write: Write) -> Bool {
    switch write {
    case .create: error.status == 409
    case .delete: error.status == 404
    case .patch, .replace: false
    }
  }

  /// How an operation ended whose write may have been carried out; nil where it was not and may be sent again.
  private func settle(
    _ write: Write, _ operation: Operation, from observed: Preset?, after attempt: FailedAttempt, _ number: Int
  ) async -> Report.Entry? {
    let error = attempt.error
    let mayPass = error.isTransient || error.mayHaveTakenEffect || Self.mayBeOwnWork(error, write)
    // A server in trouble is given a moment, even where nothing is sent again.
    let mayTryAgain =
      mayPass ? (try? await reader.connection.wait(before: number, after: attempt)) != nil : error == .postponed
    do {
      switch try await Settlement(of: write, operation, from: observed, reader) {
      case .done(let id): return await verified(write, id: id, operation)
      case .moved(let failure): return Report.Entry(operation, .stale, failure)
      case .notDone where mayTryAgain: return nil
      case .notDone: return Report.Entry(operation, .failed, failure(error, write, operation))
      }
    } catch {
      let failure = failure(attempt.error, write, operation)
      let doubt =
        attempt.error.mayHaveTakenEffect ? failure.adding("it may have been carried out all the same") : failure
      return Report.Entry(operation, .failed, doubt)
    }
  }

  private func verified(_ write: Write, id: String?, _ operation: Operation) async -> Report.Entry {
    do {
      let failure = try await verifier.failure(of: write, id: id, operation)
      return Report.Entry(operation, failure == nil ? .done : .failed, failure)
    } catch {
      return Report.Entry(
        operation, .failed, error.failure(before: "it was written, but what the server then holds could not be read"))
    }
  }

  /// Why a write came to nothing, in the words of its operation.
  private func failure(_ error: APIError, _ write: Write, _ operation: Operation) -> Report.Failure {
    guard case .replace = write, case .refused(let refusal) = error, [404, 405].contains(refusal.status) else {
      guard case .refused(let refusal) = error, error.isInUse else { return error.failure }
      // Whatever the status means elsewhere, it is not the token that is wrong.
      return Report.Failure(
        message: "\(refusal.words); \(Self.adviceOnUse)", status: refusal.status, requestID: refusal.requestID)
    }
    let field = operation.changes.first(where: \.removesSomething)?.field ?? .root
    return APIError.cannotRemove(field, refusal).failure
  }

  private static let adviceOnUse =
    "participants were added with it, and the API keeps it as long as they exist: narrow its permissions until it can go, "
    + "and let --allow-in-use pass over it"
}
