/// Assigns each manifest a unique file name.
///
/// Preset names can contain any character. File names must be valid on every system: they have no separators, are not
/// hidden or reserved by Windows, and differ in more than case or Unicode form.
struct FileNames: Hashable {
  /// In bytes of UTF-8. File systems allow 255, including the number and the extension.
  private static let longestName = 200
  private static let longestWord = 100
  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Swift strings in different Unicode forms compare equal, as file names must.
  private var taken: Set<String> = []

  /// Returns the next unused file name for a manifest.
  mutating func next(for name: String) -> String {
    let stem = Self.stem(of: name)
    var (candidate, number) = (stem, 1)
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(stem)-\(number)"
    }
    return candidate + ".yaml"
  }

  private static func stem(of name: String) -> String {
    let words = name.split { character in !character.unicodeScalars.allSatisfy(\.isFileNameScalar) }
    var stem = String(words.joined(separator: "-").prefix(longestWord))
    while stem.utf8.count > longestName { stem.removeLast() }
    stem = stem.trimmed { ".-".contains($0) }
    if stem.isEmpty { return "preset" }
    return devices.contains(String(stem.lowercased().prefix { $0 != "." })) ? "preset-\(stem)" : stem
  }
}

extension Unicode.Scalar {
  fileprivate var isFileNameScalar: Bool {
    if isASCII { return properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(self) }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return properties.isAlphabetic
    }
  }
}

extension String {
  /// Returns the text without matching characters at both ends.
  fileprivate func trimmed(_ isOuter: (Character) -> Bool) -> String {
    let start = drop(while: isOuter)
    return String(start.reversed().drop(while: isOuter).reversed())
  }
}
