import Diagnostics

/// The rules that manifests, overlays, and the project file must follow, by their fixed ids. Lint rules are separate.
package enum ManifestRule: String, CaseIterable, Sendable {
  // Files
  case missingPath = "missing-path"
  case unreadablePath = "unreadable-path"
  case notAManifest = "not-a-manifest"
  case noManifests = "no-manifests"
  case leavesRepository = "leaves-repository"
  case emptyFile = "empty-file"
  case tooLarge = "too-large"
  case notUTF8 = "not-utf8"
  // Text
  case forbiddenCharacter = "forbidden-character"
  case yamlSyntax = "yaml-syntax"
  case jsonSyntax = "json-syntax"
  case tooDeep = "too-deep"
  case tooManyNodes = "too-many-nodes"
  case duplicateKey = "duplicate-key"
  case keyNotText = "non-scalar-key"
  case unknownAlias = "unknown-alias"
  case recursiveAlias = "recursive-alias"
  case invalidMerge = "invalid-merge"
  case unknownTag = "unknown-tag"
  case misplacedUnset = "misplaced-unset"
  // Values
  case wrongType = "wrong-type"
  case missingValue = "missing-value"
  case invalidValue = "invalid-value"
  // Documents
  case missingName = "missing-name"
  case invalidName = "invalid-name"
  case unknownField = "unknown-field"
  case missingFields = "missing-fields"
  case absentWithFields = "absent-with-fields"
  case invalidState = "invalid-state"
  // Relations
  case duplicateName = "duplicate-name"
  case similarName = "similar-name"
  case unknownBase = "unknown-base"
  case absentBase = "absent-base"
  case inheritanceCycle = "inheritance-cycle"
  case duplicatePreviousName = "duplicate-previous-name"
  case ownPreviousName = "own-previous-name"
  case unmatchedPattern = "unmatched-pattern"
  case settingWithoutEffect = "setting-without-effect"
  // Overlays
  case misplacedInOverlay = "misplaced-in-overlay"
  case unknownOverlayTarget = "unknown-overlay-target"
  case absentOverlayTarget = "absent-overlay-target"
  // The project file
  case secondDocument = "second-document"
  case unknownKey = "unknown-key"
  case unknownRule = "unknown-rule"
  case unsupportedVersion = "unsupported-version"
}

extension Problem {
  init(_ rule: ManifestRule, _ headline: String, items: [String] = [], hint: String? = nil) {
    self.init(rule: rule.rawValue, headline, items: items, hint: hint)
  }
}
