import OrderedCollections
import Presets

extension Failure {
  /// The failure as a JSON document.
  func json(path: (String) -> String) -> JSON {
    var error: JSON.Object = ["code": .number(JSON.Number(Int(status.rawValue))), "message": .string(message)]
    if let hint { error["hint"] = .string(hint) }
    return JSON.document(
      kind: "error", ["error": .object(error), "diagnostics": .array(diagnostics.map { $0.json(path: path) })])
  }
}

extension LoadedManifests {
  /// What `validate` found, as a JSON document.
  func json(path: (String) -> String) -> JSON {
    func number(_ value: Int) -> JSON { .number(JSON.Number(value)) }
    return JSON.document(
      kind: "validation",
      [
        "diagnostics": .array(diagnostics.map { $0.json(path: path) }),
        "summary": [
          "files": number(files), "presets": number(state.presets.count), "abstract": number(abstract),
          "errors": number(diagnostics.count { $0.severity == .error }),
          "warnings": number(diagnostics.count { $0.severity == .warning }),
        ],
      ])
  }
}

/// The last line of `validate`.
struct ValidationText {
  let ink: Ink

  /// The line as mere words.
  func words(_ manifests: LoadedManifests) -> String {
    text(manifests).split(separator: "\n").joined()
  }

  func text(_ manifests: LoadedManifests) -> String {
    let errors = manifests.diagnostics.count { $0.severity == .error }
    let warnings = manifests.diagnostics.count { $0.severity == .warning }
    let extras = warnings > 0 ? ", \(counted(warnings, "warning"))" : ""
    if errors > 0 {
      return "\n" + ink(counted(errors, "error"), .bold, .red) + "\(extras) in \(counted(manifests.files, "file")).\n"
    }
    let bases = manifests.abstract > 0 ? " and \(counted(manifests.abstract, "base"))" : ""
    return ink("Valid.", .bold, .green)
      + " \(counted(manifests.state.presets.count, "preset"))\(bases) in \(counted(manifests.files, "file"))\(extras).\n"
  }
}
