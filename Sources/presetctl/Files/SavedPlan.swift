import Documents
import JSONValue
import Manifests
import Planning

/// Reads saved plans.
enum SavedPlan {
  /// Reads a plan for any environment.
  static func read(_ path: String) throws(CommandFailure) -> Plan {
    let bytes = try SavedDocumentKind.plan.bytes(path, hint: "run 'presetctl plan --out FILE' to save a plan")
    do {
      return try Plan(document: bytes)
    } catch {
      throw CommandFailure(.badInput, "the plan '\(path)' \(error.message)", hint: error.hint(for: .plan))
    }
  }

  /// Reads a plan, and throws if it was made for another environment.
  static func read(_ path: String, for environment: Environment) throws(CommandFailure) -> Plan {
    let plan = try read(path)
    if let part = plan.environment.difference(from: environment) {
      throw CommandFailure(
        .badInput,
        "the plan '\(path)' was made for the \(part.noun) '\(part.saved)', but the current one is '\(part.now)'",
        hint: "select the environment of the plan with -e, or run 'presetctl plan' again")
    }
    return plan
  }
}

/// Reads snapshots.
enum SavedSnapshot {
  /// Reads a snapshot, and throws if it belongs to the app of another environment. Environment names may differ.
  static func read(_ path: String, for environment: Environment) throws(CommandFailure) -> Snapshot {
    let bytes = try SavedDocumentKind.snapshot.bytes(path, hint: "use a file that 'presetctl apply' wrote")
    let snapshot: Snapshot
    do {
      snapshot = try Snapshot(document: bytes)
    } catch {
      throw CommandFailure(.badInput, "the snapshot '\(path)' \(error.message)", hint: error.hint(for: .snapshot))
    }
    if let part = snapshot.environment.appDifference(from: environment) {
      throw CommandFailure(
        .badInput,
        "the snapshot '\(path)' belongs to the \(part.noun) '\(part.saved)', but the current one is '\(part.now)'",
        hint: "select the environment of the snapshot with -e")
    }
    return snapshot
  }
}

extension SavedDocumentKind {
  private static let sizeLimit = 1 << 30

  /// Reads the bytes of a saved document.
  fileprivate func bytes(_ path: String, hint: String) throws(CommandFailure) -> [UInt8] {
    guard let bytes = TextFile.bytes(path, limit: Self.sizeLimit) else {
      throw CommandFailure(.badInput, "could not read the \(rawValue) '\(path)'", hint: hint)
    }
    return bytes
  }
}

extension Environment {
  /// A difference between the environment of a document and the one of this run.
  fileprivate struct Difference {
    let noun: String
    let saved: String
    let now: String

    init?(_ noun: String, _ saved: String, _ now: String) {
      guard !saved.isExactly(now) else { return nil }
      (self.noun, self.saved, self.now) = (noun, saved, now)
    }
  }

  /// Returns the first difference, including the name.
  fileprivate func difference(from now: Environment) -> Difference? {
    Difference("environment", name, now.name) ?? appDifference(from: now)
  }

  /// Returns the first difference in account, app, or base URL.
  fileprivate func appDifference(from now: Environment) -> Difference? {
    Difference("account", accountID, now.accountID) ?? Difference("app", appID, now.appID)
      ?? Difference("base URL", baseURL, now.baseURL)
  }
}
