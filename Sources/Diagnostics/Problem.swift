/// A problem: the broken rule, and the message that users see.
///
/// Each target declares its problems as static members, with rule, message, and hint in one place:
///
/// ```swift
/// extension Problem {
///   static func duplicateName(_ name: String) -> Problem {
///     Problem(.duplicateName, "duplicate preset name '\(name)'")
///   }
/// }
/// ```
package struct Problem: Hashable, Sendable {
  /// The fixed id of the broken rule, such as `unknown-field`.
  package let rule: String
  /// The start of the message, without `items` and without a period.
  package let headline: String
  /// The items that the message lists, such as the names of missing fields.
  package let items: [String]
  /// The instruction that fixes the problem.
  package let hint: String?

  package init(rule: String, _ headline: String, items: [String] = [], hint: String? = nil) {
    self.rule = rule
    self.headline = headline
    self.items = items
    self.hint = hint
  }

  /// The problem in one line.
  package var message: String {
    headline + (items.isEmpty ? "" : ": " + items.joined(separator: ", "))
  }
}
