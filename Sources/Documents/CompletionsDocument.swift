package import JSONValue
import OrderedCollections

/// A script that adds command completion to a shell.
package struct CompletionScript: Sendable {
  /// The shell: `bash`, `zsh`, or `fish`.
  package let shell: String
  package let text: String

  package init(shell: String, text: String) {
    self.shell = shell
    self.text = text
  }

  package var json: JSON {
    JSON.document(kind: "completions", ["shell": .string(shell), "script": .string(text)])
  }
}

extension DocumentSchema {
  static let completions = DocumentSchema(
    "completions", "A script that adds command completion to a shell.",
    ["shell": text("The shell."), "script": text("The script.")])
}
