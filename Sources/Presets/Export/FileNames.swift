/// Gives each manifest a file of its own, named after it.
///
/// Names come from the API, where they may be anything. What becomes of them here is a plain file name on every system: without
/// separators, not hidden, none that Windows keeps for devices, and no two that differ only in case or Unicode form.
struct FileNames: Hashable {
  /// In bytes of UTF-8: file systems take 255, with a number and an ending.
  private static let longestName = 200
  private static let longestWord = 100
  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// Swift's strings compare equal in any Unicode form, which here is just what is wanted.
  private var taken: Set<String> = []

  /// The next free file name for a manifest of the given name.
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
  /// The text without the characters at its ends that match.
  fileprivate func trimmed(_ isOuter: (Character) -> Bool) -> String {
    let start = drop(while: isOuter)
    return String(start.reversed().drop(while: isOuter).reversed())
  }
}
