#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The environment variables of the process.
struct Variables {
  private let values: [String: String]

  /// The variables the program was started with.
  static var current: Variables {
    Variables(ProcessInfo.processInfo.environment)
  }

  /// Takes variables.
  init(_ values: [String: String]) {
    self.values = values
  }

  /// The value of a variable; nil where it is not set or empty.
  subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value of an option's variable: `accountId` is `PRESETCTL_ACCOUNT_ID`.
  func option(_ name: String) -> String? {
    self["PRESETCTL_" + name]
  }

  /// The values of a repeatable option's variable, separated by line breaks or commas.
  func options(_ name: String) -> [String] {
    (option(name) ?? "").split(whereSeparator: { $0 == "," || $0.isNewline }).map(String.init)
  }

  /// Whether a switch is on.
  func isOn(_ name: String) throws(Failure) -> Bool {
    try choice(name) ?? false
  }

  /// What a switch says; nil where it is not set.
  func choice(_ name: String) throws(Failure) -> Bool? {
    switch option(name)?.lowercased() {
    case nil: return nil
    case "0", "false": return false
    case "1", "true": return true
    case let value?:
      throw Failure(usage: "PRESETCTL_\(name) is '\(value)'", hint: "write 1 or true, 0 or false")
    }
  }
}
