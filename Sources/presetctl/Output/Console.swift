import ArgumentParser
import Diagnostics
import Dispatch
import Documents
import JSONValue
import Manifests
import Planning
import RealtimeKit
import Rendering
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

/// The terminal, or what replaces it: results go to standard output, everything else to standard error.
struct Console: Sendable {
  let output: OutputFormat
  /// The folder that files are named from.
  let repository: Repository
  /// Whether progress is shown.
  var showsProgress: Bool { !isQuiet }
  /// Whether progress is a line that is rewritten.
  let showsProgressLine: Bool
  private let isQuiet: Bool
  private let reports: [ReportFile]
  private let context: PresentationContext
  private let outputContext: PresentationContext
  private let errorContext: PresentationContext
  private let pipeline: Pipeline?
  private let isCI: Bool

  /// - Parameter context: The command and the environment, without a terminal.
  init(
    _ options: GlobalOptions, isPublished: Bool, _ context: PresentationContext, in repository: Repository? = nil,
    reports: [ReportFile]? = nil
  ) {
    let variables = Variables.current
    output = options.output ?? .text
    isQuiet = options.quiet
    self.repository = repository ?? Repository.find(around: FileManager.default.currentDirectoryPath)
    self.reports = reports ?? (try? ReportFile.all(options.report)) ?? []
    self.context = context
    let mode = options.color ?? .auto
    let hasTrueColor = ["truecolor", "24bit"].contains(variables["COLORTERM"])
    func terminal(_ descriptor: Int32) -> PresentationContext {
      let isColored = Self.isColored(mode, descriptor, variables)
      return context.on(
        TextStyler(isOn: isColored, hasTrueColor: hasTrueColor), width: Self.columns(descriptor))
    }
    outputContext = terminal(STDOUT_FILENO)
    errorContext = terminal(STDERR_FILENO)
    pipeline = Pipeline(variables, isPublished: isPublished)
    isCI = variables["CI"] == "true"
    let isVerbose = options.verbose > 0 && !options.quiet
    showsProgressLine = !isQuiet && !isVerbose && !isCI && isatty(STDERR_FILENO) == 1 && variables["TERM"] != "dumb"
  }

  /// The context of a command.
  static func context(
    for command: any SessionCommand.Type, _ environment: String?,
    path: @escaping @Sendable (String) -> String = { $0 }
  ) -> PresentationContext {
    PresentationContext(
      title: "presetctl \(command.configuration.commandName ?? "")", kind: command.documentKind,
      environment: environment ?? Settings.defaultEnvironment, path: path)
  }

  /// Returns a console for usage errors, configured by the options that can be recognized.
  static func early(_ arguments: [String]) -> Console {
    let arguments = (try? OptionVariables.current.get().arguments) ?? arguments
    let words = zip(arguments, arguments.dropFirst()).map { "\($0)=\($1)" } + arguments
    var options = (try? GlobalOptions.parse([])) ?? GlobalOptions()
    options.output = OutputFormat.allCases.first { format in
      words.contains { $0 == "--output=\(format.rawValue)" || $0.isShortOption("o", format.rawValue) }
    }
    options.color = ColorMode.allCases.first { words.contains("--color=\($0.rawValue)") }
    let commands = Presetctl.configuration.subcommands.compactMap { $0 as? any SessionCommand.Type }
    let command = arguments.lazy.compactMap { word in commands.first { $0.configuration.commandName == word } }.first
    let context =
      command.map { Console.context(for: $0, nil) }
      ?? PresentationContext(title: "presetctl", kind: "error", environment: Settings.defaultEnvironment)
    return Console(options, isPublished: command?.isPublished ?? false, context)
  }

  /// Whether the user can answer a question.
  var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && !isCI }

  // MARK: Results

  /// Writes to standard output.
  func write(_ text: String) throws(CommandFailure) {
    try Self.write(text, to: .standardOutput)
  }

  /// Shows a result in all requested outputs, and returns the exit status.
  func show(_ result: CommandResult) -> ExitStatus {
    if showsProgressLine { log(ProgressLine.erasure) }
    var failures = result.failures
    func attempt(_ body: () throws(CommandFailure) -> Void) {
      do throws(CommandFailure) { try body() } catch { failures.append(error) }
    }
    var isReaderGone = false
    do throws(CommandFailure) { try print(result) } catch {
      isReaderGone = error.isBrokenPipe && result.report == nil
      // The result of an apply must not be lost with the output.
      if !isReaderGone {
        failures.append(
          result.report.map { CommandFailure(error.status, error.message, hint: $0.headline) } ?? error)
      }
    }
    for file in reports {
      let isPrivate = file.format == .json && result.presentation.isPrivate
      attempt { () throws(CommandFailure) in
        try TextFile.write(file.format.text(result, context), to: file.path, isPrivate: isPrivate)
      }
    }
    if let pipeline {
      attempt { () throws(CommandFailure) in try annotate(pipeline.annotations(result)) }
      attempt { () throws(CommandFailure) in try pipeline.publish(result, context) }
      try? annotate(pipeline.annotations(failures))
    }
    for failure in failures { log(failure) }
    if failures.isEmpty { result.hints.forEach(hint) }
    // A status that means success must not hide a result that could not be shown or saved.
    let isSuccess = result.status == .success || result.status == .changes
    return isSuccess && (isReaderGone || !failures.isEmpty) ? .failure : result.status
  }

  /// Writes workflow commands. In all formats but text, standard output is the document and nothing else.
  private func annotate(_ commands: String) throws(CommandFailure) {
    try Self.write(commands, to: output == .text ? .standardOutput : .standardError)
  }

  /// Shows a result and exits.
  func end(_ result: CommandResult) -> Never {
    exit(show(result).rawValue)
  }

  private func print(_ result: CommandResult) throws(CommandFailure) {
    let presentation = result.presentation
    switch output {
    case .json: try write(presentation.json(context).text(.pretty))
    case .markdown: try write(presentation.markdown(context).text(.comment))
    case .html: try write(presentation.html(context))
    case .text where result.failure != nil: break
    case .text:
      // The plan of a report was already shown.
      try write(
        result.report == nil ? presentation.text(outputContext) : presentation.textAfterPreview(outputContext))
    }
    if let failure = result.failure, output != .json { log(failure) }
  }

  // MARK: Messages

  /// Writes to standard error. Errors are ignored: there is no other place to report them.
  func log(_ text: String) {
    try? Self.write(text, to: .standardError)
  }

  private func log(_ failure: CommandFailure) {
    var failure = failure
    if isQuiet { failure.diagnostics.removeAll { $0.severity != .error } }
    log(failure.document.text(errorContext))
  }

  /// Shows diagnostics that do not stop a command.
  func warn(_ diagnostics: [Diagnostic]) {
    guard !isQuiet else { return }
    log(
      DiagnosticText(style: errorContext.style, width: errorContext.width, path: context.path).text(diagnostics))
  }

  /// Shows a warning without a location.
  func warn(_ message: String) {
    guard !isQuiet else { return }
    let label = errorContext.style("warning", .bold, .yellow) + ":"
    log(message.visible.wrapped(after: "warning:", label, to: errorContext.width, indent: 2) + "\n")
  }

  /// Announces a long wait when it starts.
  func announce(_ wait: Duration, _ reason: WaitReason) {
    guard !isQuiet else { return }
    if showsProgressLine { log(ProgressLine.erasure) }
    log("waiting \(Int((wait / .seconds(1)).rounded(.up))) s until \(reason.words)\n")
  }

  /// Shows what the user can do next.
  func hint(_ message: String) {
    guard !isQuiet else { return }
    log(ErrorDocument.text(hint: message, errorContext))
  }

  /// Shows a plan before it is applied: on standard output if text is the result, else on standard error for the prompt.
  func preview(_ plan: Plan) throws(CommandFailure) {
    try Self.write(
      plan.text(output == .text ? outputContext : errorContext), to: output == .text ? .standardOutput : .standardError)
  }

  /// Asks a question and returns the answer without surrounding white space; nil at the end of input.
  func ask(_ question: String) async -> String? {
    log("\n\(errorContext.style(question, .bold)) ")
    // Reading blocks, so it must not occupy one of the few threads of the concurrency runtime.
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

  /// The width of the terminal in columns; nil if there is no terminal.
  private static func columns(_ descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String, to descriptor: FileDescriptor) throws(CommandFailure) {
    do {
      _ = try descriptor.writeAll(text.utf8)
    } catch {
      let reason = error as? Errno
      var failure = CommandFailure(.failure, "could not write the result: \(reason.map { "\($0)" } ?? "\(error)")")
      failure.isBrokenPipe = reason == .brokenPipe
      throw failure
    }
  }
}

extension String {
  /// Returns whether the word is a short option with a value, perhaps after others as in `-qojson`.
  fileprivate func isShortOption(_ letter: Character, _ value: String) -> Bool {
    guard hasPrefix("-"), !hasPrefix("--"), hasSuffix(value) else { return false }
    let option = dropFirst().dropLast(value.count)
    return option.last == letter || (option.last == "=" && option.dropLast().last == letter)
  }
}
