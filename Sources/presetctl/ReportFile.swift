import SystemPackage

/// A file to which the result of a run is written as well; its name tells the form.
struct ReportFile: Hashable, Sendable {
  /// The forms a report file can have.
  enum Format: Hashable, Sendable {
    case text, json, markdown, html, sarif, codeQuality
  }

  /// The path as it was given.
  let path: String
  /// The form.
  let format: Format

  /// The files of the given paths.
  static func all(_ paths: [String]) throws(Failure) -> [ReportFile] {
    var files: [ReportFile] = []
    for path in paths { files.append(try ReportFile(path)) }
    return files
  }

  private init(_ path: String) throws(Failure) {
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
        throw Failure(
          usage: "'\(path)' has none of the endings that tell a report's form",
          hint: "write .txt, .json, .md, .html or .sarif, or call it gl-code-quality.json")
      }
    }
  }
}
