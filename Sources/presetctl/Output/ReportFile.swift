import JSONValue
import Rendering
import SystemPackage

/// A file that the result is also written to. Its name determines the format.
struct ReportFile: Hashable, Sendable {
  /// The format of a report file.
  enum Format: Hashable, Sendable {
    case text, json, markdown, html, sarif, codeQuality

    /// Returns a result in the format.
    func text(_ result: CommandResult, _ context: PresentationContext) -> String {
      let presentation = result.presentation
      return switch self {
      case .text: presentation.text(context)
      case .json: presentation.json(context).text(.pretty)
      case .markdown: presentation.markdown(context).text(.comment)
      case .html: presentation.html(context)
      case .sarif: SARIF.json(result.diagnostics, failures: result.messagesWithoutLocation).text(.pretty)
      case .codeQuality: CodeQuality.json(result.diagnostics).text(.pretty)
      }
    }
  }

  /// The path as given.
  let path: String
  let format: Format

  /// Returns the report files for paths, and throws if a name has no known format.
  static func all(_ paths: [String]) throws(CommandFailure) -> [ReportFile] {
    var files: [ReportFile] = []
    for path in paths { files.append(try ReportFile(path)) }
    return files
  }

  private init(_ path: String) throws(CommandFailure) {
    self.path = path
    let name = FilePath(path).lastComponent?.string.lowercased() ?? ""
    if name == "gl-code-quality.json" {
      format = .codeQuality
    } else {
      switch name.split(separator: ".").last {
      case "txt": format = .text
      case "json": format = .json
      case "md": format = .markdown
      case "html": format = .html
      case "sarif": format = .sarif
      default:
        throw CommandFailure(
          usage: "unknown report format '\(path)'",
          hint: "use the extension .txt, .json, .md, .html, or .sarif, or the name gl-code-quality.json")
      }
    }
  }
}
