import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal, or whatever stands in its place: results go to standard output, everything else to standard error.
struct Console: Sendable {
  let output: OutputFormat
  private let isQuiet: Bool
  private let outputInk: Ink
  private let errorInk: Ink
  private let folder: RepositoryFolder
  private let canAsk: Bool

  /// The console of a command.
  init(_ settings: Settings, _ variables: Variables = .current) throws(Failure) {
    self.init(
      output: settings.output, isQuiet: settings.isQuiet, color: try settings.color(), variables)
  }

  /// The console for what goes wrong before the options are known.
  static func early(_ arguments: [String], _ variables: Variables) -> Console {
    let words = zip(arguments, arguments.dropFirst()).map { "\($0)=\($1)" } + arguments
    let given = OutputFormat.allCases.first { format in
      words.contains { $0 == "--output=\(format.rawValue)" || $0.isShortOption("o", format.rawValue) }
    }
    let isJSON = (given ?? variables.option("OUTPUT").flatMap(OutputFormat.init)) == .json
    let mode =
      ColorMode.allCases.first { words.contains("--color=\($0.rawValue)") }
      ?? variables.option("COLOR").flatMap(ColorMode.init)
    return Console(output: isJSON ? .json : .text, isQuiet: false, color: mode ?? .auto, variables)
  }

  private init(output: OutputFormat, isQuiet: Bool, color: ColorMode, _ variables: Variables) {
    self.output = output
    self.isQuiet = isQuiet
    outputInk = Ink(isOn: Self.isColored(color, STDOUT_FILENO, variables))
    errorInk = Ink(isOn: Self.isColored(color, STDERR_FILENO, variables))
    folder = RepositoryFolder(around: FileManager.default.currentDirectoryPath)
    canAsk = isatty(STDIN_FILENO) == 1 && variables["CI"] != "true"
  }

  /// Whether a person is there to answer a question.
  var isInteractive: Bool { canAsk }

  /// The folder that files are named from.
  var repository: RepositoryFolder { folder }

  // MARK: Results

  /// Writes to standard output.
  func write(_ text: String) {
    Self.write(text, to: .standardOutput)
  }

  /// Shows a plan as the result of a command.
  func show(_ plan: Plan) {
    write(output == .json ? plan.json.text(.pretty) : text(plan, outputInk, STDOUT_FILENO))
  }

  /// Shows a report as the result of a command.
  func show(_ report: Report) {
    switch output {
    case .json: write(report.json.text(.pretty))
    // The plan has said already that there was nothing to do.
    case .text where report.entries.isEmpty: break
    case .text: write("\n" + ReportText(ink: outputInk).text(report))
    }
  }

  /// Shows what `validate` found.
  func show(_ manifests: LoadedManifests) {
    switch output {
    case .json: write(manifests.json(path: folder.pathFromWorkingDirectory).text(.pretty))
    case .text:
      write(diagnostics(manifests.diagnostics, outputInk))
      write(ValidationText(ink: outputInk).text(manifests))
    }
  }

  /// Shows why there is no result.
  func show(_ failure: Failure) {
    if output == .json {
      write(failure.json(path: folder.pathFromWorkingDirectory).text(.pretty))
    } else {
      tell(diagnostics(failure.diagnostics, errorInk))
      // What the server said must not command the terminal; the usage is ours, and has lines.
      let message = failure.status == .usage ? failure.message : failure.message.visible
      tell("\(errorInk("error", .bold, .red)): \(message)\n")
      if let hint = failure.hint { tell("\(errorInk("hint", .cyan)): \(hint)\n") }
    }
  }

  // MARK: Asides

  /// Writes to standard error.
  func tell(_ text: String) {
    Self.write(text, to: .standardError)
  }

  /// Tells of diagnostics that do not stop a command.
  func warn(_ diagnostics: [Diagnostic]) {
    guard !isQuiet else { return }
    tell(self.diagnostics(diagnostics, errorInk))
  }

  /// Shows a plan to the person who is about to be asked.
  func preview(_ plan: Plan) {
    if output == .text { show(plan) } else { tell(text(plan, errorInk, STDERR_FILENO)) }
  }

  /// Asks a question and returns the answer without white space around it; nil at the end of input.
  func ask(_ question: String) -> String? {
    tell("\n\(errorInk(question, .bold)) ")
    return readLine()?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func text(_ plan: Plan, _ ink: Ink, _ descriptor: Int32) -> String {
    PlanText(ink: ink, width: Self.columns(descriptor)).text(plan)
  }

  private func diagnostics(_ diagnostics: [Diagnostic], _ ink: Ink) -> String {
    DiagnosticText(ink: ink, path: folder.pathFromWorkingDirectory).text(diagnostics)
  }

  // MARK: The terminal

  private static func isColored(_ mode: ColorMode, _ descriptor: Int32, _ variables: Variables) -> Bool {
    switch mode {
    case .always: return true
    case .never: return false
    case .auto:
      if variables["NO_COLOR"] != nil { return false }
      if [variables["FORCE_COLOR"], variables["CLICOLOR_FORCE"]].contains(where: { $0 != nil && $0 != "0" }) {
        return true
      }
      return isatty(descriptor) == 1 && variables["TERM"] != "dumb"
    }
  }

  /// The width of the terminal in columns; nil where there is no terminal.
  private static func columns(_ descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes all of a text. When nobody reads it any more, there is nobody to tell either.
  private static func write(_ text: String, to descriptor: FileDescriptor) {
    _ = try? descriptor.writeAll(text.utf8)
  }
}

extension String {
  /// Whether the word is a short option, perhaps among others as in `-qo`, with a value.
  fileprivate func isShortOption(_ letter: Character, _ value: String) -> Bool {
    guard hasPrefix("-"), !hasPrefix("--"), hasSuffix(value) else { return false }
    let option = dropFirst().dropLast(value.count)
    return option.last == letter || (option.last == "=" && option.dropLast().last == letter)
  }
}
