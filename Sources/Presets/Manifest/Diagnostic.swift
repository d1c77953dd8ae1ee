/// Something to tell about a file, at its place.
public struct Diagnostic: Error, Hashable {
  /// How grave it is. Only errors stop a command.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    case error, warning, note
  }

  /// A second place that explains the first.
  public struct Note: Hashable, Sendable {
    /// What the place has to do with the diagnostic.
    public let kind: NoteKind
    /// The second place.
    public let location: Location

    /// Creates a note.
    public init(_ kind: NoteKind, at location: Location) {
      self.kind = kind
      self.location = location
    }
  }

  /// How grave it is.
  public let severity: Severity
  /// What is the matter, as facts; `fault.rule` is its fixed name.
  public let fault: Fault
  /// Where the token at fault begins.
  public let location: Location
  /// How many columns the token takes that the location begins.
  public let width: Int
  /// Further places that explain it.
  public var notes: [Note]
  /// The environments in which it is so, where several were looked at and it is not so in all of them.
  public var environments: [String] = []
  /// The source line, where the file could be read.
  public var excerpt: String?

  /// Creates a diagnostic.
  public init(
    _ fault: Fault, severity: Severity = .error, at location: Location, width: Int = 1, notes: [Note] = []
  ) {
    self.severity = severity
    self.fault = fault
    self.location = location
    self.width = width
    self.notes = notes
  }

  /// Creates a diagnostic at a value's place.
  init<Value>(
    _ fault: Fault, severity: Severity = .error, at value: Located<Value>, notes: [Note] = []
  ) {
    self.init(fault, severity: severity, at: value.location, width: value.width, notes: notes)
  }
}

extension Diagnostic {
  /// One sentence on what is the matter, and where that is not so everywhere, in which environments.
  public var message: String { fault.message + environmentWords }

  /// What stands at the end of the message where it does not hold in all environments.
  var environmentWords: String {
    environments.isEmpty ? "" : " (in \(environments.words))"
  }
}

extension Diagnostic: Comparable {
  public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    if left.location != right.location { return left.location < right.location }
    return (left.fault.rule, left.message) < (right.fault.rule, right.message)
  }
}

extension Sequence<Diagnostic> {
  /// Whether any of them stops a command.
  public var containsErrors: Bool {
    contains { $0.severity == .error }
  }
}
