import Foundation

/// A page of the documentation whose blocks are carried out in their order, in one folder, as a reader would.
///
/// A `console` block holds commands after `$`, which go on after a `\`, and what they print; a line `…` stands for any number of lines. A comment
/// `# ends with 5` behind a command says its code, which is 0 otherwise. A `yaml` block that begins with a comment of a path is
/// written to that file; one without is only shown.
struct Guide {
  /// Something that a reader does.
  enum Step {
    case write(path: String, text: String)
    case run(Command)
  }

  /// A command and what it shall print.
  struct Command {
    let line: String
    let status: Int32
    let output: [String]
    /// The lines of the page that hold the output.
    let place: Range<Int>
  }

  /// The page's lines.
  private(set) var lines: [String]
  /// What a reader does, in order.
  let steps: [Step]
  /// The languages of blocks that a reader might take for something to do, and that nobody carries out.
  let strays: [String]

  init(_ text: String) {
    lines = text.components(separatedBy: "\n")
    var steps: [Step] = []
    var strays: [String] = []
    var start: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let first = start else {
        start = index
        continue
      }
      let (language, body) = (lines[first].dropFirst(3), Array(lines[(first + 1)..<index]))
      switch language {
      case "console": steps += Self.commands(body, at: first + 1).map(Step.run)
      case "yaml":
        if let path = body.first?.firstMatch(of: /^# ([\w.\/-]+\.ya?ml)$/)?.output.1 {
          steps.append(.write(path: String(path), text: body.joined(separator: "\n") + "\n"))
        }
      case "", "text", "json": break
      default: strays.append(String(language))
      }
      start = nil
    }
    self.steps = steps
    self.strays = strays
  }

  private static func commands(_ body: [String], at start: Int) -> [Command] {
    let starts = body.indices.filter { body[$0].hasPrefix("$ ") } + [body.endIndex]
    return zip(starts, starts.dropFirst()).map { first, next in
      let more = zip(body[first..<next], body[(first + 1)..<next]).prefix { $0.0.hasSuffix("\\") }.map(\.1)
      let line = ([String(body[first].dropFirst(2))] + more).joined(separator: "\n")
      let status = line.firstMatch(of: /# ends with (\d+)$/).flatMap { Int32($0.output.1) } ?? 0
      let output = Array(body[(first + 1 + more.count)..<next])
      return Command(
        line: line, status: status, output: output, place: (start + first + 1 + more.count)..<(start + next))
    }
  }

  /// Whether lines are what was printed, where `…` stands for any number of them.
  static func matches(_ shown: some Collection<String>, _ printed: some Collection<String>) -> Bool {
    guard let first = shown.first else { return printed.isEmpty }
    if first == "…" {
      return (0...printed.count).contains { matches(shown.dropFirst(), printed.dropFirst($0)) }
    }
    return printed.first == first && matches(shown.dropFirst(), printed.dropFirst())
  }

  /// The page with other outputs; places are those of this page.
  func replacing(_ outputs: [(place: Range<Int>, lines: [String])]) -> String {
    var lines = lines
    for (place, output) in outputs.sorted(by: { $0.place.lowerBound > $1.place.lowerBound }) {
      lines.replaceSubrange(place, with: output)
    }
    return lines.joined(separator: "\n")
  }
}
