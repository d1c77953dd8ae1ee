import Diagnostics
package import JSONValue
import Manifests
package import Planning
package import Schema

/// Remote presets as manifests, one file each. A plan of these manifests is empty.
package struct Export: Hashable, Sendable {
  /// A manifest and its file.
  package struct File: Hashable, Sendable {
    /// The file name, without a folder.
    package let name: String
    package let manifest: ManifestDraft

    package var text: String { manifest.text }

    init(_ name: String, _ manifest: ManifestDraft) {
      self.name = name
      self.manifest = manifest
    }
  }

  /// A preset that cannot be exported.
  package struct Skipped: Hashable, Sendable {
    package let name: ExactString
    /// The reasons, as messages.
    package let reasons: [String]
  }

  /// A field whose value a manifest does not allow. It is left out and therefore unmanaged.
  package struct OmittedField: Hashable, Sendable {
    package let name: ExactString
    package let field: FieldPath
  }

  /// The manifests, sorted by name, bases first.
  package private(set) var files: [File] = []
  /// The presets that cannot be exported.
  package private(set) var skipped: [Skipped] = []
  /// The fields that are left out.
  package private(set) var leftOut: [OmittedField] = []
  /// The names of all presets of the app in lower case, including presets that are not exported.
  let remoteNames: Set<String>
  /// The file names of these presets.
  let fileNames: FileNames

  /// Creates manifests for all presets that were read.
  package init(of observed: ObservedState) {
    let presets = observed.documents.values.sorted { $0.name < $1.name }
    let fields = presets.map { ExportableFields(of: $0.preset) }
    let drafts = zip(presets, fields).map { ManifestDraft($0.name.text, fields: $1.values) }
    let errors = Self.errors(in: drafts)
    // The file name of a preset must not depend on which other presets are exported.
    var names = FileNames()
    let listed = Set(observed.listed.map(\.name)).sorted()
    let files = Dictionary(uniqueKeysWithValues: listed.map { ($0, names.next(for: $0.text)) })
    fileNames = names
    remoteNames = Set(listed.map { $0.text.lowercased() })
    for (index, draft) in drafts.enumerated() {
      let name = presets[index].name
      if let reasons = errors[index] {
        skipped.append(Skipped(name: name, reasons: reasons))
      } else if let file = files[name] {
        leftOut += fields[index].leftOut.map { OmittedField(name: name, field: $0) }
        self.files.append(File(file, draft))
      }
    }
  }

  /// Creates a copy of an export with other, equivalent files.
  init(replacing files: [File], of export: Export) {
    self = export
    self.files = files.sorted { left, right in
      left.manifest.isAbstract != right.manifest.isAbstract
        ? left.manifest.isAbstract : ExactString(left.manifest.name) < ExactString(right.manifest.name)
    }
  }

  /// Returns the errors in drafts, by index. Each draft is validated like the file to be written.
  private static func errors(in drafts: [ManifestDraft]) -> [Int: [String]] {
    let texts = drafts.enumerated().map { ManifestText(Array($1.text.utf8), file: "\($0)", format: .yaml) }
    let loader = ManifestLoader(in: Repository(root: "/", workingDirectory: "/"), allowsUnknownFields: true)
    let errors = loader.load(texts).diagnostics.filter { $0.severity == .error }
    return Dictionary(grouping: errors) { Int($0.location.file) ?? -1 }.mapValues { $0.map(\.problem.message) }
  }
}

extension Export {
  /// Whether the manifests require `allow_unknown_fields` in the project file.
  package var needsUnknownFields: Bool { files.contains { !$0.manifest.unknownFields.isEmpty } }
}
