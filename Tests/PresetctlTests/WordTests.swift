import ArgumentParser
import Foundation
import Manifests
import Rendering
import TestSupport
import Testing

@testable import presetctl

/// The words that users read, in pages, help, messages, and explanations.
@Suite("Words") struct WordTests {
  /// Words that CONTRIBUTING.md bans: British spelling, archaic or vague words, and metaphors.
  private static let banned = [
    "behaviour", "catalogue", "colour", "licence", "whilst",
    "nobody", "somebody", "whoever", "shall", "be it", "such that",
    "failed to", "unable to", "illegal", "left alone", "mended", "lay over", "told of", "stands here",
  ]

  private static func bannedWords(in text: String) -> [String] {
    let words = text.lowercased().components(separatedBy: CharacterSet.letters.inverted).filter { !$0.isEmpty }
    let sentence = " \(words.joined(separator: " ")) "
    return banned.filter { sentence.contains(" \($0) ") || sentence.contains(" \($0)s ") }
  }

  @Test("The check finds a banned word, whatever its case and the line breaks around it")
  func check() {
    #expect(Self.bannedWords(in: "The\nColours, which fail\nto load, are left\nalone.") == ["colour", "left alone"])
    #expect(Self.bannedWords(in: "marshalled colors") == [])
  }

  @Test("No page, example, or snapshot of an output has a banned word")
  func files() throws {
    for root in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "examples", "presets", "Tests"] {
      let url = Binary.repository.appending(path: root)
      let files = [url] + (FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?.allObjects ?? [])
      for case let file as URL in files where ["md", "yml", "yaml", "txt", "1", "json"].contains(file.pathExtension) {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        #expect(Self.bannedWords(in: text) == [], "\(file.path)")
      }
    }
  }

  @Test(
    "No help has a banned word", arguments: Presetctl.configuration.subcommands.map { $0.configuration.commandName })
  func help(command: String?) async throws {
    let help = try await Binary.run(["help"] + [command].compactMap(\.self), in: Binary.repository).output
    #expect(help.contains("Usage:") || help.contains("USAGE:"))
    #expect(Self.bannedWords(in: help) == [])
  }
}
