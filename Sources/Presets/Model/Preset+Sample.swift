import OrderedCollections

extension Preset {
  /// A whole preset with the least permissions, for trying an API with.
  package init(sampleNamed name: String) {
    self.init(["name": .string(name)])
    for field in PresetSchema.current.fields where field.isRequired && field.path != "name" {
      self[field.path] = field.suggested ?? field.sample
    }
  }
}

extension FieldDeclaration {
  /// A value that the field takes: the one with the least power.
  fileprivate var sample: JSON {
    if let least = ladder.first?.first { return least }
    return switch type {
    case .boolean: false
    case .number(let bounds), .wholeNumber(let bounds): .number(JSON.Number(max(1, bounds.minimum)))
    case .choice(let words): .string(words.first ?? "")
    case .colour: "#000000"
    case .text, .webAddress: "sample"
    case .wholeNumbers: []
    case .plugins, .opaque: [:]
    }
  }
}
