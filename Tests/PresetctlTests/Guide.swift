import Foundation

/// A documentation page whose code blocks are run in order, in one folder, as a reader would run them.
///
/// A `console` block holds commands, each after `$`, and their output. A command that ends with `\` continues on the
/// next line. In the output, a line `…` matches any number of lines. A comment `# exits with 5` after a command is its
/// expected exit code; the default is 0. A `yaml` block that begins with a path in a comment is written to that file;
/// other `yaml` blocks are ignored.
struct Guide {
  /// A step of a guide.
  enum Step {
    case write(path: String, text: String)
    case run(Command)
  }

  /// A command and its expected output.
  struct Command {
    let line: String
    let status: Int32
    let output: [String]
    /// The lines of the page that contain the output.
    let outputRange: Range<Int>
  }

  /// The lines of the page.
  private(set) var lines: [String]
  /// The steps in order.
  let steps: [Step]
  /// The languages of code blocks that a reader would use, but that the test does not run.
  let unsupportedBlocks: [String]

  init(_ text: String) {
    lines = text.components(separatedBy: "\n")
    var steps: [Step] = []
    var unsupportedBlocks: [String] = []
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
      default: unsupportedBlocks.append(String(language))
      }
      start = nil
    }
    self.steps = steps
    self.unsupportedBlocks = unsupportedBlocks
  }

  private static func commands(_ body: [String], at start: Int) -> [Command] {
    let starts = body.indices.filter { body[$0].hasPrefix("$ ") } + [body.endIndex]
    return zip(starts, starts.dropFirst()).map { first, next in
      let continuations = zip(body[first..<next], body[(first + 1)..<next]).prefix { $0.0.hasSuffix("\\") }.map(\.1)
      let line = ([String(body[first].dropFirst(2))] + continuations).joined(separator: "\n")
      let status = line.firstMatch(of: /# exits with (\d+)$/).flatMap { Int32($0.output.1) } ?? 0
      let output = Array(body[(first + 1 + continuations.count)..<next])
      return Command(
        line: line, status: status, output: output,
        outputRange: (start + first + 1 + continuations.count)..<(start + next))
    }
  }

  /// Returns whether lines match the printed lines. `…` matches any number of lines.
  static func matches(_ expected: some Collection<String>, _ printed: some Collection<String>) -> Bool {
    guard let first = expected.first else { return printed.isEmpty }
    if first == "…" {
      return (0...printed.count).contains { matches(expected.dropFirst(), printed.dropFirst($0)) }
    }
    return printed.first == first && matches(expected.dropFirst(), printed.dropFirst())
  }

  /// Returns the page with other outputs. The ranges refer to the original page.
  func replacing(_ outputs: [(location: Range<Int>, lines: [String])]) -> String {
    var lines = lines
    for (location, output) in outputs.sorted(by: { $0.location.lowerBound > $1.location.lowerBound }) {
      lines.replaceSubrange(location, with: output)
    }
    return lines.joined(separator: "\n")
  }
}
