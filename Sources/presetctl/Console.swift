import Dispatch
import Presets
import RealtimeKit
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
  private let reports: [ReportFile]
  private let outputInk: Ink
  private let errorInk: Ink
  private let rendering: OutcomeRendering
  private let pipeline: Pipeline?
  private let isCI: Bool

  /// The console of a command.
  init(_ settings: Settings, for purpose: Purpose, _ variables: Variables = .current) throws(Failure) {
    let rendering = OutcomeRendering(
      repository: settings.repository, purpose: purpose, environment: settings.environmentName)
    self.init(
      output: settings.output, isQuiet: settings.isQuiet, isVerbose: settings.verbosity > .silent,
      color: try settings.color(),
      reports: settings.reports,
      rendering, variables)
  }

  /// The console for what is wrong with the settings themselves: as much of them as can be told.
  init(whereSettingsFailed options: GlobalOptions, for purpose: Purpose, _ variables: Variables = .current) {
    let paths = options.report.isEmpty ? variables.options("REPORT") : options.report
    let rendering = OutcomeRendering(
      repository: RepositoryFolder(around: FileManager.default.currentDirectoryPath), purpose: purpose,
      environment: options.environment ?? variables.option("ENV") ?? Settings.defaultEnvironment)
    self.init(
      output: options.output ?? variables.option("OUTPUT").flatMap(OutputFormat.init) ?? .text,
      isQuiet: options.quiet, isVerbose: false,
      color: options.color ?? variables.option("COLOR").flatMap(ColorMode.init) ?? .auto,
      reports: (try? ReportFile.all(paths)) ?? [], rendering, variables)
  }

  /// The console for what goes wrong before the options are known.
  static func early(_ arguments: [String], _ variables: Variables) -> Console {
    let words = zip(arguments, arguments.dropFirst()).map { "\($0)=\($1)" } + arguments
    let given = OutputFormat.allCases.first { format in
      words.contains { $0 == "--output=\(format.rawValue)" || $0.isShortOption("o", format.rawValue) }
    }
    let mode =
      ColorMode.allCases.first { words.contains("--color=\($0.rawValue)") }
      ?? variables.option("COLOR").flatMap(ColorMode.init)
    let rendering = OutcomeRendering(
      repository: RepositoryFolder(around: FileManager.default.currentDirectoryPath),
      purpose: arguments.lazy.compactMap(Purpose.init).first ?? .program, environment: Settings.defaultEnvironment)
    return Console(
      output: given ?? variables.option("OUTPUT").flatMap(OutputFormat.init) ?? .text, isQuiet: false, isVerbose: false,
      color: mode ?? .auto, reports: [], rendering, variables)
  }

  private init(
    output: OutputFormat, isQuiet: Bool, isVerbose: Bool, color: ColorMode, reports: [ReportFile],
    _ rendering: OutcomeRendering,
    _ variables: Variables
  ) {
    self.output = output
    self.isQuiet = isQuiet
    self.reports = reports
    self.rendering = rendering
    let hasTrueColour = ["truecolor", "24bit"].contains(variables["COLORTERM"])
    outputInk = Ink(isOn: Self.isColored(color, STDOUT_FILENO, variables), hasTrueColour: hasTrueColour)
    errorInk = Ink(isOn: Self.isColored(color, STDERR_FILENO, variables), hasTrueColour: hasTrueColour)
    pipeline = Pipeline(variables)
    isCI = variables["CI"] == "true"
    showsProgressLine = !isQuiet && !isVerbose && !isCI && isatty(STDERR_FILENO) == 1 && variables["TERM"] != "dumb"
  }

  /// Whether a person is there to answer a question.
  var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && !isCI }

  /// The folder that files are named from.
  var repository: RepositoryFolder { rendering.repository }

  /// Whether it is told how far a run has come.
  var showsProgress: Bool { !isQuiet }

  /// Whether that is told in a line that disappears.
  let showsProgressLine: Bool

  // MARK: Results

  /// Writes to standard output.
  func write(_ text: String) throws(Failure) {
    try Self.write(text, to: .standardOutput)
  }

  /// Shows what a run has to show, everywhere it was asked for, and returns how the run ends.
  func show(_ outcome: Outcome) -> ExitStatus {
    if showsProgressLine { tell(ProgressLine.erasure) }
    var problems = outcome.problems
    func attempt(_ body: () throws(Failure) -> Void) {
      do throws(Failure) { try body() } catch { problems.append(error) }
    }
    var isUnread = false
    do throws(Failure) { try print(outcome) } catch {
      isUnread = error.isUnread && !outcome.isReport
      if !isUnread { problems.append(error.telling(outcome)) }
    }
    for file in reports {
      // A plan's document holds what it saw of the app.
      let isPrivate = file.format == .json && outcome.isPlan
      attempt { () throws(Failure) in
        try TextFile.write(rendering.text(outcome, file.format), to: file.path, isPrivate: isPrivate)
      }
    }
    if let pipeline {
      attempt { () throws(Failure) in try annotate(pipeline.annotations(outcome)) }
      attempt { () throws(Failure) in try pipeline.publish(outcome, rendering) }
      try? annotate(pipeline.annotations(problems))
    }
    for problem in problems { tell(failure: problem) }
    if problems.isEmpty { outcome.hints.forEach(hint) }
    // A check that only looks for changes must not take a plan that nobody has for one that is saved.
    let isFine = outcome.status == .success || outcome.status == .changes
    return isFine && (isUnread || !problems.isEmpty) ? .failure : outcome.status
  }

  /// Writes commands for a pipeline. In all forms but text, standard output is the document and nothing else.
  private func annotate(_ commands: String) throws(Failure) {
    try Self.write(commands, to: output == .text ? .standardOutput : .standardError)
  }

  /// Shows what a run has to show and ends the program.
  func end(_ outcome: Outcome) -> Never {
    exit(show(outcome).rawValue)
  }

  private func print(_ outcome: Outcome) throws(Failure) {
    switch (output, outcome.result) {
    case (.json, _): try write(rendering.text(outcome, .json))
    case (_, .failure(let failure)):
      if output == .markdown { try write(rendering.text(outcome, .markdown)) }
      if output == .html { try write(rendering.text(outcome, .html)) }
      tell(failure: failure)
    case (.markdown, _): try write(rendering.text(outcome, .markdown))
    case (.html, _): try write(rendering.text(outcome, .html))
    // The plan was shown before, and has said already that there was nothing to do.
    case (.text, .report(let report)) where report.entries.isEmpty: break
    case (.text, .report(let report)):
      try write("\n" + ReportText(ink: outputInk, width: Self.columns(STDOUT_FILENO)).text(report))
    case (.text, _):
      try write(rendering.text(outcome, .text, ink: outputInk, width: Self.columns(STDOUT_FILENO)))
    }
  }

  // MARK: Asides

  /// Writes to standard error.
  func tell(_ text: String) {
    // When nobody reads it any more, there is nobody to tell either.
    try? Self.write(text, to: .standardError)
  }

  /// Tells of diagnostics that do not stop a command.
  func warn(_ diagnostics: [Diagnostic]) {
    guard !isQuiet else { return }
    tell(rendering.text(diagnostics, errorInk, Self.columns(STDERR_FILENO)))
  }

  /// Tells of something that does not stop a command and belongs to no line.
  func warn(_ message: String) {
    guard !isQuiet else { return }
    let label = errorInk("warning", .bold, .yellow) + ":"
    tell(message.visible.wrapped(after: "warning:", label, to: Self.columns(STDERR_FILENO), indent: 2) + "\n")
  }

  /// Tells of a long wait when it begins.
  func announce(_ wait: Duration, _ reason: WaitReason) {
    guard !isQuiet else { return }
    if showsProgressLine { tell(ProgressLine.erasure) }
    tell("waiting \(Int((wait / .seconds(1)).rounded(.up))) s until \(reason.words)\n")
  }

  /// Tells what somebody may want to do later.
  func hint(_ message: String) {
    guard !isQuiet else { return }
    tell(rendering.hint(message, errorInk, Self.columns(STDERR_FILENO)))
  }

  private func tell(failure: Failure) {
    var failure = failure
    if isQuiet { failure.diagnostics.removeAll { $0.severity != .error } }
    tell(rendering.text(failure, errorInk, Self.columns(STDERR_FILENO)))
  }

  /// Shows a plan that is about to be carried out: on standard output where text is the result, else to whoever is asked.
  func preview(_ plan: Plan) throws(Failure) {
    let isText = output == .text
    let width = Self.columns(isText ? STDOUT_FILENO : STDERR_FILENO)
    try Self.write(
      PlanText(ink: isText ? outputInk : errorInk, width: width).text(plan),
      to: isText ? .standardOutput : .standardError)
  }

  /// Asks a question and returns the answer without white space around it; nil at the end of input.
  func ask(_ question: String) async -> String? {
    tell("\n\(errorInk(question, .bold)) ")
    // A person takes long to answer, and the threads that run everything else are few.
    let line = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: readLine()) }
    }
    return line?.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
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

  /// Writes all of a text.
  private static func write(_ text: String, to descriptor: FileDescriptor) throws(Failure) {
    do {
      _ = try descriptor.writeAll(text.utf8)
    } catch {
      let reason = error as? Errno
      var failure = Failure(.failure, "the result cannot be written: \(reason.map { "\($0)" } ?? "\(error)")")
      failure.isUnread = reason == .brokenPipe
      throw failure
    }
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

extension Failure {
  /// The failure to show an outcome, with what must not get lost of it.
  fileprivate func telling(_ outcome: Outcome) -> Failure {
    guard case .report(let report) = outcome.result else { return self }
    return Failure(status, message, hint: report.words)
  }
}
