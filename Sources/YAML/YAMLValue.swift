/// A value to be written as YAML.
package enum YAMLValue: Hashable, Sendable {
  /// A scalar that is written without quotes: `true`, `null`, or a JSON number.
  case plain(String)
  /// Text, quoted if a reader could read it as another type.
  case text(String)
  case sequence([YAMLValue])
  /// Members in the order in which they are written. Keys must be unique.
  case mapping([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: YAMLValue

    package init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }
}
