import OrderedCollections
package import Presets

/// An app in which there is one of everything to do, and all that can be told of it from outside: what it must look like
/// before and afterwards.
package enum OneOfEach {
  /// What the app starts with, in this order.
  package static let remote: [Preset] = {
    var generator = PresetGenerator(seed: 1)
    return ["old", "host", "plain", "gone", "same", "foreign"].map { name in
      var preset = generator.preset(named: name)
      preset[\.permissions.canRecord] = false
      preset[\.config.media.video.simulcast] = true
      preset[\.permissions.stageAccess] = .notAllowed
      return preset
    }
  }()

  /// The preset that is to be created.
  package static let made: Preset = {
    var generator = PresetGenerator(seed: 2)
    return generator.preset(named: "made")
  }()

  /// What each preset that stays is to become, by its name before.
  package static func wanted(from before: Preset) -> Preset {
    var preset = before
    switch before.name {
    case "old":
      preset.document["name"] = "new"
      preset[\.permissions.canRecord] = true
    case "host":
      preset[\.permissions.canRecord] = true
      preset[\.ui.designTokens.theme] = preset[\.ui.designTokens.theme] == .dark ? .light : .dark
    case "plain":
      preset[\.permissions.canRecord] = true
      preset[\.config.media.video.simulcast] = nil
    default: break
    }
    return preset
  }

  /// The manifests, by the names of their files.
  ///
  /// They set what the API requires and what changes; everything else that a preset has is unmanaged.
  package static let manifests: [(file: String, text: String)] = {
    let bodies = Dictionary(uniqueKeysWithValues: remote.map { ($0.name, required(of: wanted(from: $0))) })
    func text(_ name: String, _ more: JSON.Object = [:]) -> String {
      JSON.object((bodies[name] ?? Preset()).document.merging(more) { $1 }).text(.pretty)
    }
    return [
      ("base.yaml", text("plain", ["name": "base", "abstract": true])),
      ("gone.yaml", "name: gone\nstate: absent\n"),
      ("host.json", text("host")), ("made.json", JSON.object(made.document).text(.pretty)),
      ("new.json", text("old", ["previously": "old"])),
      ("plain.yaml", "name: plain\nextends: base\nconfig: {media: {video: {simulcast: !unset }}}\n"),
      ("same.json", text("same")),
    ]
  }()

  /// What the manifests want.
  package static let desired = DesiredState(manifests: manifests.map(\.text))

  private static func required(of preset: Preset) -> Preset {
    var body = Preset()
    for field in PresetSchema.current.fields where field.isRequired { body[field.path] = preset[field.path] }
    return body
  }
}
