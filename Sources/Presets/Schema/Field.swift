/// A typed lens onto one leaf of a preset's document, and all that is known of it.
///
/// This is the one declaration of a field. Reading manifests, inheritance, diff, effects and the emulator's strictness all
/// read it, so that adding a field is adding one line.
public struct Field<Value: FieldValue>: Sendable {
  /// What is known of the field, without its Swift type.
  public let declaration: FieldDeclaration

  /// The field's path.
  public var path: FieldPath { declaration.path }

  /// Declares a field.
  /// - Parameters:
  ///   - path: The whole path, so that a path in a message is found by one search.
  ///   - bounds: The least and greatest number, for numbers.
  ///   - required: Whether the API wants it when a preset is created.
  ///   - suggested: The value to take when in doubt; for optional fields, what the server adds on its own.
  ///   - effects: What a rise of the value on its ladder means (`widens`), and whether any change is billed (`bills`).
  ///   - meaning: One sentence on what the field does.
  init(
    _ path: String, in bounds: FieldType.Bounds? = nil, required: Bool = false, suggested: Value? = nil,
    effects: [Effect] = [], _ meaning: String
  ) {
    declaration = FieldRegister.enter { place in
      FieldDeclaration(
        path: FieldPath(path), place: place,
        type: Value.fieldType.bounded(by: bounds),
        isRequired: required,
        suggested: suggested?.json,
        effects: effects,
        ladder: Value.ladder.map { $0.map(\.json) },
        meaning: meaning)
    }
  }
}

/// A field whose Swift type does not matter.
protocol AnyField: Sendable {
  var declaration: FieldDeclaration { get }
}

extension Field: AnyField {}

/// What is known of a field.
///
/// A class, since all cores read it all the time: who hands it on counts one reference, and not one for each of its parts.
public final class FieldDeclaration: Sendable {
  /// The whole path.
  public let path: FieldPath
  /// Where the field stands in the API's order; nil for what stands in an entry of a map.
  private let place: Int?
  /// What values the field takes.
  public let type: FieldType
  /// Whether the API wants the field when a preset is created.
  public let isRequired: Bool
  /// The value to take when in doubt; for optional fields, what the server adds on its own.
  public let suggested: JSON?
  /// What changing the field can mean.
  public let effects: [Effect]
  /// Groups of values from the least to the most power.
  let ladder: [[JSON]]
  /// One sentence on what the field does.
  public let meaning: String

  init(
    path: FieldPath, place: Int?, type: FieldType, isRequired: Bool, suggested: JSON?, effects: [Effect],
    ladder: [[JSON]], meaning: String
  ) {
    self.path = path
    self.place = place
    self.type = type
    self.isRequired = isRequired
    self.suggested = suggested
    self.effects = effects
    self.ladder = ladder
    self.meaning = meaning
  }

  /// Which field it is.
  var key: FieldKey { place.map(FieldKey.declared) ?? .other(path) }

  /// The same declaration for a field in an entry of a map.
  func moved(to path: FieldPath) -> FieldDeclaration {
    FieldDeclaration(
      path: path, place: nil, type: type, isRequired: isRequired, suggested: suggested, effects: effects,
      ladder: ladder, meaning: meaning)
  }
}

extension FieldDeclaration: Hashable {
  /// A path has one declaration.
  public static func == (left: FieldDeclaration, right: FieldDeclaration) -> Bool { left.path == right.path }

  public func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

extension FieldType {
  fileprivate func bounded(by bounds: Bounds?) -> FieldType {
    guard let bounds else { return self }
    return switch self {
    case .number: .number(bounds)
    case .wholeNumber: .wholeNumber(bounds)
    default: self
    }
  }
}
