import JSONValue
import OrderedCollections
import Schema

/// A base for exported presets, so that each manifest lists only its differences.
///
/// The base sets only fields that every child has, so no child has to unset one. It has the most common value of a field.
/// A field without a common value is set by each child.
struct SharedBase {
  /// The values of the base, in the API's order.
  let fields: OrderedDictionary<FieldPath, JSON>
  /// The indices of the drafts that extend the base.
  let children: [Int]

  /// Finds a base for drafts. Returns nil if no base makes the manifests at least 30% shorter.
  init?(of drafts: [ManifestDraft]) {
    var children = Array(drafts.indices)
    while children.count > 1 {
      let fields = Self.sharedFields(children.map { drafts[$0] })
      // A preset that differs from most of the base does not extend it. The others then share more fields.
      let close = children.filter { drafts[$0].sharedFieldCount(with: fields) * 2 > fields.count }
      guard close.count == children.count else {
        children = close
        continue
      }
      let flat = children.reduce(0) { $0 + drafts[$1].fields.count }
      let withSharedBase = children.reduce(fields.count) { $0 + drafts[$1].extending("", fields).fields.count }
      guard withSharedBase * 10 <= flat * 7 else { return nil }
      self.fields = fields
      self.children = children
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
    // Maps merge, so a child cannot remove an inherited entry.
    if path == PresetSchema.current.permissions.plugins.config.path, groups.count > 1 {
      return values.contains([:]) ? [:] : nil
    }
    let ranking = PresetSchema.current.declaration(at: path)?.ranking ?? []
    func power(_ value: JSON) -> Int { ranking.firstIndex { $0.contains(value) } ?? 0 }
    let common = groups.filter { $0.count > 1 && $0.count * 2 >= values.count }
    // On a tie, the base takes the value that gives participants less power, so that roles list what they add.
    return common.min { (-$0.count, power($0[0]), $0[0].text()) < (-$1.count, power($1[0]), $1[0].text()) }?[0]
  }
}

extension ManifestDraft {
  /// Returns the manifest as a child of a base, without inherited fields.
  fileprivate func extending(_ base: String, _ inherited: OrderedDictionary<FieldPath, JSON>) -> ManifestDraft {
    var child = self
    child.base = base
    child.fields = fields.filter { inherited[$0.key] != $0.value }
    return child
  }

  /// Returns the number of fields with the same value in both.
  fileprivate func sharedFieldCount(with shared: OrderedDictionary<FieldPath, JSON>) -> Int {
    shared.count { fields[$0.key] == $0.value }
  }
}

extension Export {
  /// Returns the export with common fields moved to an abstract base, if that makes the manifests at least 30% shorter.
  /// - Parameter isFree: Returns whether a base can have a name and be written to a file.
  package func withSharedBase(_ isFree: (_ name: String, _ fileName: String) -> Bool) -> Export {
    guard let shared = SharedBase(of: files.map(\.manifest)) else { return self }
    let (name, fileName) = freeName(isFree)
    var base = ManifestDraft(name, fields: shared.fields)
    base.isAbstract = true
    base.comment = ["The fields that most presets of this app share. No preset with this name is created."]
    let children = Set(shared.children)
    let files = files.enumerated().map { index, file in
      children.contains(index) ? File(file.name, file.manifest.extending(name, shared.fields)) : file
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
