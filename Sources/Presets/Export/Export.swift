import OrderedCollections

/// Remote presets as manifests: each a file, such that a plan of them is empty.
public struct Export: Hashable, Sendable {
  /// A manifest and the file that it shall be written to.
  public struct File: Hashable, Sendable {
    /// The file's name, which has no folder.
    public let name: String
    /// What is written.
    public let manifest: ManifestDraft

    /// The file's text.
    public var text: String { manifest.text }

    init(_ name: String, _ manifest: ManifestDraft) {
      self.name = name
      self.manifest = manifest
    }
  }

  /// A preset of which no manifest can be made.
  public struct Skipped: Hashable, Sendable {
    /// The preset's name.
    public let name: ExactString
    /// Why, in words.
    public let reasons: [String]
  }

  /// A field that the API returned and no manifest may say, and so is left unmanaged.
  public struct LeftOut: Hashable, Sendable {
    /// The preset's name.
    public let name: ExactString
    /// The field.
    public let field: FieldPath
  }

  /// The manifests, sorted by name, bases first.
  public private(set) var files: [File] = []
  /// The presets of which none can be made.
  public private(set) var skipped: [Skipped] = []
  /// Fields that no manifest can say.
  public private(set) var leftOut: [LeftOut] = []
  /// The names of all presets of the app in lower case, whether they are exported or not.
  let remoteNames: Set<String>
  /// The names of the files that these presets have.
  let fileNames: FileNames

  /// Makes manifests of all presets that were read.
  public init(of observed: ObservedState) {
    let presets = observed.documents.values.sorted { $0.name < $1.name }
    let fields = presets.map { ManageableFields(of: $0.preset) }
    let drafts = zip(presets, fields).map { ManifestDraft($0.name.text, fields: $1.values) }
    let errors = Self.errors(in: drafts)
    // A name keeps its file whether others are exported with it or not.
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
        leftOut += fields[index].leftOut.map { LeftOut(name: name, field: $0) }
        self.files.append(File(file, draft))
      }
    }
  }

  /// Replaces the files of an export by others that say the same.
  init(replacing files: [File], of export: Export) {
    self = export
    self.files = files.sorted { left, right in
      left.manifest.isAbstract != right.manifest.isAbstract
        ? left.manifest.isAbstract : ExactString(left.manifest.name) < ExactString(right.manifest.name)
    }
  }

  /// What is wrong with drafts, by their place: they are read as they will be.
  private static func errors(in drafts: [ManifestDraft]) -> [Int: [String]] {
    let texts = drafts.enumerated().map { ManifestText(Array($1.text.utf8), file: "\($0)", format: .yaml) }
    let loader = ManifestLoader(in: RepositoryFolder(root: "/", workingDirectory: "/"), allowsUnknownFields: true)
    let errors = loader.load(texts).diagnostics.filter { $0.severity == .error }
    return Dictionary(grouping: errors) { Int($0.location.file) ?? -1 }.mapValues { $0.map(\.fault.message) }
  }
}

extension Export {
  /// Whether a plan of the manifests takes a project file that allows unknown fields.
  public var needsUnknownFields: Bool { files.contains { !$0.manifest.unknownFields.isEmpty } }
}
