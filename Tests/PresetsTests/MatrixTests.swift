import Presets
import TestSupport
import Testing

/// Who may do what, as text: tables that fit the terminal.
@Suite("Matrix") struct MatrixTests {
  private static let names = [
    "webinar-presenter", "webinar-viewer", "host", "a-name-that-is-longer-than-any-column-ought-to-be", "guest",
    "livestream-viewer", "moderator", "観客",
  ]

  private static let matrix: PermissionMatrix = {
    var generator = PresetGenerator(seed: 12)
    return PermissionMatrix(DesiredState(bodies: names.map { generator.preset(named: $0) }))
  }()

  private static func columns(of line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + (("一"..."鿿").contains($1) ? 2 : 1) }
  }

  @Test("presets that a terminal has no room for stand in further tables", arguments: [80, 120])
  func tables(width: Int) throws {
    try expectSnapshot(MatrixText(ink: Ink(isOn: false), width: width).text(Self.matrix), "matrix/width-\(width)")
  }

  @Test("no line is wider than the terminal, and every preset stands in one table", arguments: [60, 80, 100, 200])
  func width(width: Int) {
    let lines = MatrixText(ink: Ink(isOn: false), width: width).text(Self.matrix).split(separator: "\n")
    for line in lines { #expect(Self.columns(of: line) <= width, "\(line)") }
    let heads = lines.filter { $0.hasPrefix("    ") && !$0.contains(" yes") && !$0.contains(" no") }
    for name in Self.names where name.count < 20 {
      #expect(heads.count { $0.split(separator: " ").contains(Substring(name)) } == 1, "\(name)")
    }
  }

  @Test("one table without a width, whose rows are those of all tables with one")
  func oneTable() {
    let wide = MatrixText(ink: Ink(isOn: false), width: nil).text(Self.matrix).split(separator: "\n\n")
    let narrow = MatrixText(ink: Ink(isOn: false), width: 80).text(Self.matrix).split(separator: "\n\n")
    #expect(wide.count == 2)
    #expect(narrow.count > 3)
    func labels(_ table: Substring) -> [Substring] {
      // What has no room beside its label stands below it, further to the right.
      table.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("   ") }.compactMap {
        $0.split(separator: " ").first
      }
    }
    for table in narrow.dropLast() { #expect(labels(table) == labels(wide[0])) }
  }
}
