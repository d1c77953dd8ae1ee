import Diagnostics
package import JSONValue
import OrderedCollections

extension FieldType {
  /// One of several words.
  package static func choice(_ words: [String]) -> FieldType {
    textual(
      "choice", expected: "one of " + words.joined(separator: ", "), choices: words,
      sample: .string(words.first ?? ""), example: words.first ?? "",
      description: { quoted in words.map(quoted).joined(separator: ", ") },
      jsonSchema: { ["enum": .array(words.map(JSON.string))] },
      check: { text in
        guard !words.contains(text) else { return nil }
        let nearest = Suggestion.nearest(to: text, among: words)
        return .invalid(
          "'\(text)' is not one of \(words.joined(separator: ", "))", hint: nearest.map { "did you mean '\($0)'?" })
      })
  }
}

/// A field value that is one of several words.
package protocol Choice: FieldValue, CaseIterable, RawRepresentable<String> {}

extension Choice {
  package static var fieldType: FieldType { .choice(allCases.map(\.rawValue)) }

  package init?(json: JSON) {
    guard let word = json.string else { return nil }
    self.init(rawValue: word)
  }

  package var json: JSON { .string(rawValue) }
}

/// The quality of a video track.
package enum Quality: String, Choice {
  case hd, vga, qvga, fhd, uhd
}

/// The type of meeting, which also decides how it is billed.
package enum ViewType: String, Choice {
  case groupCall = "GROUP_CALL"
  case webinar = "WEBINAR"
  case audioRoom = "AUDIO_ROOM"
  case livestream = "LIVESTREAM"
}

/// Whether a participant may do something, or may ask to.
package enum Access: String, Choice {
  case allowed = "ALLOWED"
  case notAllowed = "NOT_ALLOWED"
  case canRequest = "CAN_REQUEST"

  package static var ranking: [[Access]] { [[.notAllowed], [.canRequest], [.allowed]] }
}

/// The kind of recording peer. A recorder sees the meeting without being seen.
package enum RecorderType: String, Choice {
  case recorder = "RECORDER"
  case livestreamer = "LIVESTREAMER"
  case none = "NONE"

  package static var ranking: [[RecorderType]] { [[.none], [.recorder, .livestreamer]] }
}

/// How participants pass the waiting room: not at all, once a privileged user is there, or once they are accepted.
package enum WaitingRoom: String, Choice {
  case skip = "SKIP"
  case onPrivilegedUserEntry = "ON_PRIVILEGED_USER_ENTRY"
  case skipOnAccept = "SKIP_ON_ACCEPT"

  package static var ranking: [[WaitingRoom]] { [[.skipOnAccept], [.onPrivilegedUserEntry], [.skip]] }
}

/// The style of corners.
package enum BorderRadius: String, Choice {
  case sharp, rounded
  case extraRounded = "extra-rounded"
  case circular
}

/// The style of borders.
package enum BorderWidth: String, Choice {
  case none, thin, fat
}

/// The theme that the design tokens start from.
package enum Theme: String, Choice {
  case darkest, dark, light
}

/// The access of a participant to a plugin.
package enum PluginAccess: String, Choice {
  case fullAccess = "FULL_ACCESS"
  case viewOnly = "VIEW_ONLY"

  package static var ranking: [[PluginAccess]] { [[.viewOnly], [.fullAccess]] }
}
