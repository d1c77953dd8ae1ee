import Synchronization

/// Collects the fields that are declared while a schema is created, in the order in which they are written.
///
/// A field adds itself, so that it is declared only once.
final class FieldRegistry: Sendable {
  @TaskLocal private static var current: FieldRegistry?

  private let fields = Mutex<[FieldDeclaration]>([])

  /// Returns the result of `declare` and the fields that it declares.
  static func collect<Group>(_ declare: () -> Group) -> (group: Group, fields: [FieldDeclaration]) {
    let register = FieldRegistry()
    let group = $current.withValue(register, operation: declare)
    return (group, register.fields.withLock(\.self))
  }

  /// Adds a field to the schema that is being created, if there is one.
  static func add(_ field: FieldDeclaration) {
    current?.fields.withLock { $0.append(field) }
  }
}
