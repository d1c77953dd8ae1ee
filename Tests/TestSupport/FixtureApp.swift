import JSONValue
package import Manifests
import OrderedCollections
package import Schema

/// An app whose plan has one operation of each kind, with the presets that are expected before and after an apply.
package enum FixtureApp {
  /// The presets that the app starts with, in this order.
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

  /// The preset that an apply creates.
  package static let createdPreset: Preset = {
    var generator = PresetGenerator(seed: 2)
    return generator.preset(named: "made")
  }()

  /// Returns the preset that an apply is expected to make of an existing one.
  package static func expected(from before: Preset) -> Preset {
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

  /// The manifests, by file name.
  ///
  /// They set the fields that the API requires and the fields that change. All other fields are unmanaged.
  package static let manifests: [(file: String, text: String)] = {
    let bodies = Dictionary(uniqueKeysWithValues: remote.map { ($0.name, required(of: expected(from: $0))) })
    func text(_ name: String, _ more: JSON.Object = [:]) -> String {
      JSON.object((bodies[name] ?? Preset()).document.merging(more) { $1 }).text(.pretty)
    }
    return [
      ("base.yaml", text("plain", ["name": "base", "abstract": true])),
      ("gone.yaml", "name: gone\nstate: absent\n"),
      ("host.json", text("host")), ("made.json", JSON.object(createdPreset.document).text(.pretty)),
      ("new.json", text("old", ["previously": "old"])),
      ("plain.yaml", "name: plain\nextends: base\nconfig: {media: {video: {simulcast: !unset }}}\n"),
      ("same.json", text("same")),
    ]
  }()

  /// The desired state that the manifests declare.
  package static let desired = DesiredState(manifests: manifests.map(\.text))

  private static func required(of preset: Preset) -> Preset {
    var body = Preset()
    for field in PresetSchema.current.fields where field.isRequired { body[field.path] = preset[field.path] }
    return body
  }
}
