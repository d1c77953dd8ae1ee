import Manifests
import Planning
import TestSupport
import Testing

@testable import Rendering

/// The permission matrix as text, in tables that fit the terminal.
@Suite("The permission matrix") struct MatrixTests {
  private static let names = [
    "webinar-presenter", "webinar-viewer", "host", "a-name-that-is-longer-than-any-column-ought-to-be", "guest",
    "livestream-viewer", "moderator", "観客",
  ]

  private static let matrix: PermissionMatrix = {
    var generator = PresetGenerator(seed: 12)
    return PermissionMatrix(DesiredState(presets: names.map { generator.preset(named: $0) }))
  }()

  private static func columns(of line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + (("一"..."鿿").contains($1) ? 2 : 1) }
  }

  @Test("Presets that do not fit the terminal width continue in another table", arguments: [80, 120])
  func wrappedTables(width: Int) throws {
    try expectSnapshot(
      MatrixText(style: TextStyler(isOn: false), width: width).text(Self.matrix), "matrix/width-\(width)")
  }

  @Test(
    "No line is wider than the terminal, and every preset appears in exactly one table", arguments: [60, 80, 100, 200])
  func width(width: Int) {
    let lines = MatrixText(style: TextStyler(isOn: false), width: width).text(Self.matrix).split(separator: "\n")
    for line in lines { #expect(Self.columns(of: line) <= width, "\(line)") }
    let headers = lines.filter { $0.hasPrefix("    ") && !$0.contains(" yes") && !$0.contains(" no") }
    for name in Self.names where name.count < 20 {
      #expect(headers.count { $0.split(separator: " ").contains(Substring(name)) } == 1, "\(name)")
    }
  }

  @Test("Without a width there is a single table, with the rows of all narrow tables")
  func oneTable() {
    let wide = MatrixText(style: TextStyler(isOn: false), width: nil).text(Self.matrix).split(separator: "\n\n")
    let narrow = MatrixText(style: TextStyler(isOn: false), width: 80).text(Self.matrix).split(separator: "\n\n")
    #expect(wide.count == 2)
    #expect(narrow.count > 3)
    func labels(_ table: Substring) -> [Substring] {
      // A cell that does not fit next to its label is below it, further to the right.
      table.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("   ") }.compactMap {
        $0.split(separator: " ").first
      }
    }
    for table in narrow.dropLast() { #expect(labels(table) == labels(wide[0])) }
  }
}
