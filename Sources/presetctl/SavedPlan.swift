import Presets

/// A plan in a file.
enum SavedPlan {
  /// Reads a plan.
  static func read(_ path: String) throws(Failure) -> Plan {
    let bytes = try SavedDocument.plan.bytes(path, hint: "'presetctl plan --out FILE' writes one")
    do {
      return try Plan(document: bytes)
    } catch {
      throw Failure(.badInput, "the plan '\(path)' \(error.message)", hint: error.hint(for: .plan))
    }
  }

  /// Reads a plan that was made for an environment; one for another is refused.
  static func read(_ path: String, for environment: Environment) throws(Failure) -> Plan {
    let plan = try read(path)
    if let part = plan.environment.difference(from: environment) {
      throw Failure(
        .badInput, "the plan '\(path)' was made for the \(part.noun) '\(part.saved)', but this is '\(part.now)'",
        hint: "plan again for the \(part.noun) that is meant")
    }
    return plan
  }
}

/// A snapshot in a file.
enum SavedSnapshot {
  /// Reads a snapshot of an environment's app, whatever the environment was called; one of another app is refused.
  static func read(_ path: String, for environment: Environment) throws(Failure) -> Snapshot {
    let bytes = try SavedDocument.snapshot.bytes(path, hint: "'presetctl apply' tells which file it wrote")
    let snapshot: Snapshot
    do {
      snapshot = try Snapshot(document: bytes)
    } catch {
      throw Failure(.badInput, "the snapshot '\(path)' \(error.message)", hint: error.hint(for: .snapshot))
    }
    if let part = snapshot.environment.differenceOfApp(from: environment) {
      throw Failure(
        .badInput, "the snapshot '\(path)' is of the \(part.noun) '\(part.saved)', but this is '\(part.now)'",
        hint: "a snapshot belongs to one app; choose its environment with -e")
    }
    return snapshot
  }
}

extension SavedDocument {
  private static let sizeLimit = 1 << 30

  /// The bytes of a document's file.
  fileprivate func bytes(_ path: String, hint: String) throws(Failure) -> [UInt8] {
    guard let bytes = TextFile.bytes(path, limit: Self.sizeLimit) else {
      throw Failure(.badInput, "the \(rawValue) '\(path)' cannot be read", hint: hint)
    }
    return bytes
  }
}

extension Environment {
  /// A part in which two environments differ.
  fileprivate struct Difference {
    let noun: String
    let saved: String
    let now: String

    init?(_ noun: String, _ saved: String, _ now: String) {
      guard !saved.isExactly(now) else { return nil }
      (self.noun, self.saved, self.now) = (noun, saved, now)
    }
  }

  /// The first part in which the environment of a document is not the one of this run.
  fileprivate func difference(from now: Environment) -> Difference? {
    Difference("environment", name, now.name) ?? differenceOfApp(from: now)
  }

  /// The same, whatever the environments are called.
  fileprivate func differenceOfApp(from now: Environment) -> Difference? {
    Difference("account", accountID, now.accountID) ?? Difference("app", appID, now.appID)
      ?? Difference("base URL", baseURL, now.baseURL)
  }
}
