import OrderedCollections

/// What several presets share, so that each of them is the list of what is special about it.
///
/// The base holds a field only if every heir has it, and so no heir ever has to drop one. For each field it holds the value that
/// most heirs have; where no value has a majority, each heir says its own.
struct SharedBase {
  /// The values of the base, in the API's order.
  let fields: OrderedDictionary<FieldPath, JSON>
  /// The drafts that extend it, by their places.
  let heirs: [Int]

  /// Finds the base of drafts; nil where none would make them shorter by much.
  init?(of drafts: [ManifestDraft]) {
    var heirs = Array(drafts.indices)
    while heirs.count > 1 {
      let fields = Self.sharedFields(heirs.map { drafts[$0] })
      // Who would contradict most of the base is better off alone, and the others then share more.
      let close = heirs.filter { drafts[$0].agreements(with: fields) * 2 > fields.count }
      guard close.count == heirs.count else {
        heirs = close
        continue
      }
      let flat = heirs.reduce(0) { $0 + drafts[$1].fields.count }
      let factored = heirs.reduce(fields.count) { $0 + drafts[$1].extending("", fields).fields.count }
      guard factored * 10 <= flat * 7 else { return nil }
      self.fields = fields
      self.heirs = heirs
      return
    }
    return nil
  }

  private static func sharedFields(_ drafts: [ManifestDraft]) -> OrderedDictionary<FieldPath, JSON> {
    var shared: OrderedDictionary<FieldPath, JSON> = [:]
    for path in drafts[0].fields.keys {
      let values = drafts.compactMap { $0.fields[path] }
      if values.count == drafts.count { shared[path] = sharedValue(values, at: path) }
    }
    return shared
  }

  private static func sharedValue(_ values: [JSON], at path: FieldPath) -> JSON? {
    let groups = OrderedDictionary(grouping: values) { $0 }.values
    // Maps merge, so that an heir cannot get rid of an entry.
    if path == PresetSchema.current.permissions.plugins.config.path, groups.count > 1 {
      return values.contains([:]) ? [:] : nil
    }
    let ladder = PresetSchema.current.declaration(at: path)?.ladder ?? []
    func power(_ value: JSON) -> Int { ladder.firstIndex { $0.contains(value) } ?? 0 }
    let common = groups.filter { $0.count > 1 && $0.count * 2 >= values.count }
    // Between two halves the base takes the value of less power: a role is then what it may do beyond that.
    return common.min { (-$0.count, power($0[0]), $0[0].text()) < (-$1.count, power($1[0]), $1[0].text()) }?[0]
  }
}

extension ManifestDraft {
  /// The manifest as the heir of a base: without what it has from there.
  fileprivate func extending(_ base: String, _ inherited: OrderedDictionary<FieldPath, JSON>) -> ManifestDraft {
    var heir = self
    heir.base = base
    heir.fields = fields.filter { inherited[$0.key] != $0.value }
    return heir
  }

  /// The number of fields that have the same value here and there.
  fileprivate func agreements(with shared: OrderedDictionary<FieldPath, JSON>) -> Int {
    shared.count { fields[$0.key] == $0.value }
  }
}

extension Export {
  /// The same presets, with what most of them share in an abstract base, if that makes them shorter by much.
  /// - Parameter isFree: Whether a base of this name may be written to a file of that name.
  public func factored(_ isFree: (_ name: String, _ fileName: String) -> Bool) -> Export {
    guard let shared = SharedBase(of: files.map(\.manifest)) else { return self }
    let (name, fileName) = freeName(isFree)
    var base = ManifestDraft(name, fields: shared.fields)
    base.isAbstract = true
    base.comment = ["What the presets of an app share, or most of them. No preset of this name is created."]
    let heirs = Set(shared.heirs)
    let files = files.enumerated().map { index, file in
      heirs.contains(index) ? File(file.name, file.manifest.extending(name, shared.fields)) : file
    }
    return Export(replacing: files + [File(fileName, base)], of: self)
  }

  private func freeName(_ isFree: (String, String) -> Bool) -> (name: String, file: String) {
    var (name, number) = ("base", 1)
    while true {
      var names = fileNames
      let file = names.next(for: name)
      if !remoteNames.contains(name.lowercased()), isFree(name, file) { return (name, file) }
      number += 1
      name = "base-\(number)"
    }
  }
}
