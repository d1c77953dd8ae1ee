import Diagnostics
package import JSONValue
package import Manifests

// The manifests' view of the presets that exist remotely.
extension DesiredState {
  /// Remote presets that no manifest declares, by the plan's treatment of them.
  package struct UndeclaredPresets {
    /// Deleted.
    package fileprivate(set) var pruned: Set<ExactString> = []
    /// In scope, but kept because pruning is off.
    package fileprivate(set) var prunable: Set<ExactString> = []
    /// Out of scope.
    package fileprivate(set) var unmanaged: Set<ExactString> = []
  }

  /// Returns the selected remote presets that no manifest declares.
  func undeclaredPresets(among remote: Set<ExactString>) -> UndeclaredPresets {
    var undeclared = UndeclaredPresets()
    let renamed = renamedNames(among: remote)
    for name in remote where !declares(name) && !renamed.contains(name) && selection.includes([name]) {
      if !scope.covers(name) {
        undeclared.unmanaged.insert(name)
      } else if scope.isPruning {
        undeclared.pruned.insert(name)
      } else {
        undeclared.prunable.insert(name)
      }
    }
    return undeclared
  }

  /// Returns the names whose documents a plan requires, given all remote names: declared presets, presets to rename, and
  /// presets to delete.
  package func namesToRead(of remote: Set<ExactString>) -> Set<ExactString> {
    undeclaredPresets(among: remote).pruned.union(selectedPresets.compactMap { currentName(of: $0, among: remote) })
  }

  /// Returns the patterns that match neither a declared nor a remote preset.
  package func unmatched(_ selection: Selection, among remote: Set<ExactString>) -> [NamePattern] {
    selection.unmatched(among: remote.union(presets.flatMap(\.names)))
  }

  /// Returns the remote presets that the manifests decide on: declared ones, and those in scope.
  package func namesInScope(of remote: Set<ExactString>) -> Set<ExactString> {
    let renamed = renamedNames(among: remote)
    return remote.filter { declares($0) || renamed.contains($0) || scope.covers($0) }
  }

  /// Returns the remote presets that a manifest declares under another name.
  private func renamedNames(among remote: Set<ExactString>) -> Set<ExactString> {
    Set(presets.lazy.compactMap { oldName(of: $0, among: remote) })
  }

  /// Returns the name under which a preset exists remotely; nil if it does not.
  private func currentName(of preset: DesiredPreset, among remote: Set<ExactString>) -> ExactString? {
    remote.contains(preset.name) ? preset.name : oldName(of: preset, among: remote)
  }

  /// Returns the first previous name of a preset that exists remotely and that no manifest declares; nil if the preset
  /// needs no rename.
  private func oldName(of preset: DesiredPreset, among remote: Set<ExactString>) -> ExactString? {
    guard !preset.previousNames.isEmpty, !remote.contains(preset.name) else { return nil }
    return preset.previousNames.lazy.map { ExactString($0.value) }.first { remote.contains($0) && !declares($0) }
  }
}
