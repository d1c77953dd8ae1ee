/// The qualities of a video track.
public enum Quality: String, Choice {
  case hd, vga, qvga, fhd, uhd
}

/// The kinds of meetings; they also decide what is charged.
public enum ViewType: String, Choice {
  case groupCall = "GROUP_CALL"
  case webinar = "WEBINAR"
  case audioRoom = "AUDIO_ROOM"
  case livestream = "LIVESTREAM"
}

/// Whether a participant may do something, or may ask to.
public enum Access: String, Choice {
  case allowed = "ALLOWED"
  case notAllowed = "NOT_ALLOWED"
  case canRequest = "CAN_REQUEST"

  public static var ladder: [[Access]] { [[.notAllowed], [.canRequest], [.allowed]] }
}

/// The kinds of recording peers; a recorder sees the meeting without being seen.
public enum RecorderType: String, Choice {
  case recorder = "RECORDER"
  case livestreamer = "LIVESTREAMER"
  case none = "NONE"

  public static var ladder: [[RecorderType]] { [[.none], [.recorder, .livestreamer]] }
}

/// Who is held in the waiting room: everyone until someone accepts them, everyone until a privileged user enters, nobody.
public enum WaitingRoom: String, Choice {
  case skip = "SKIP"
  case onPrivilegedUserEntry = "ON_PRIVILEGED_USER_ENTRY"
  case skipOnAccept = "SKIP_ON_ACCEPT"

  public static var ladder: [[WaitingRoom]] { [[.skipOnAccept], [.onPrivilegedUserEntry], [.skip]] }
}

/// How corners are drawn.
public enum BorderRadius: String, Choice {
  case sharp, rounded
  case extraRounded = "extra-rounded"
  case circular
}

/// How borders are drawn.
public enum BorderWidth: String, Choice {
  case none, thin, fat
}

/// The theme that the design tokens start from.
public enum Theme: String, Choice {
  case darkest, dark, light
}

/// What a participant may do in a plugin.
public enum PluginAccess: String, Choice {
  case fullAccess = "FULL_ACCESS"
  case viewOnly = "VIEW_ONLY"

  public static var ladder: [[PluginAccess]] { [[.viewOnly], [.fullAccess]] }
}

/// A colour, as `#rgb` or `#rrggbb`; the API takes any text.
public struct Colour: FieldValue, ExpressibleByStringLiteral {
  public static var fieldType: FieldType { .colour }

  /// The colour as it is written.
  public let text: String

  public init(stringLiteral text: String) {
    self.text = text
  }

  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.text = text
  }

  public var json: JSON { .string(text) }
}

/// An absolute http or https URL, or the empty string for none.
public struct WebAddress: FieldValue {
  public static var fieldType: FieldType { .webAddress }

  /// The address as it is written.
  public let text: String

  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.text = text
  }

  public var json: JSON { .string(text) }
}

/// A list of whole numbers, or null.
public struct WholeNumbers: FieldValue {
  public static var fieldType: FieldType { .wholeNumbers }

  /// The numbers; nil stands for null.
  public let values: [Int]?

  public init?(json: JSON) {
    guard json != .null else {
      values = nil
      return
    }
    guard let items = json.array else { return nil }
    let numbers = items.compactMap(\.int)
    guard numbers.count == items.count else { return nil }
    values = numbers
  }

  public var json: JSON { values.map { .array($0.map(\.json)) } ?? .null }
}

/// What participants may do in plugins, by plugin id.
public struct PluginMap: FieldValue {
  public static var fieldType: FieldType { .plugins }

  /// The entries by plugin id.
  public let entries: JSON.Object

  public init?(json: JSON) {
    guard let entries = json.object else { return nil }
    self.entries = entries
  }

  public static func == (left: PluginMap, right: PluginMap) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
  public var json: JSON { .object(entries) }
}
