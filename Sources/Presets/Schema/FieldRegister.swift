import Synchronization

/// The fields that are declared while a schema is made, in the order in which they are written.
///
/// A field enters itself, so that it is declared in one place. To find the properties by reflection instead, the runtime would look
/// through all conformances of the program for each type among them, which takes as long as reading thirty manifests.
final class FieldRegister: Sendable {
  @TaskLocal private static var open: FieldRegister?

  private let fields = Mutex<[FieldDeclaration]>([])

  /// What `declare` returns, and the fields that it declares.
  static func collect<Group>(_ declare: () -> Group) -> (group: Group, fields: [FieldDeclaration]) {
    let register = FieldRegister()
    let group = $open.withValue(register, operation: declare)
    return (group, register.fields.withLock(\.self))
  }

  /// Takes up what `declare` returns for a place in the API's order; for none, where no schema is being made.
  static func enter(_ declare: (_ place: Int?) -> FieldDeclaration) -> FieldDeclaration {
    guard let open else { return declare(nil) }
    return open.fields.withLock { fields in
      let field = declare(fields.count)
      fields.append(field)
      return field
    }
  }
}
