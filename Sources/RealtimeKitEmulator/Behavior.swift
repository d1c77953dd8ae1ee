public import Presets

/// What is not known of the real API, as switches: whatever the truth is, the program must be right.
public struct Behavior: Hashable, Sendable {
  /// How far PATCH merges what it is sent into what it has.
  public enum Merging: String, Hashable, Sendable, CaseIterable {
    /// At every depth.
    case deep
    /// Within a section: `permissions.chat` replaces the whole of `permissions.chat`.
    case shallow
    /// Not at all: `permissions` replaces the whole of `permissions`.
    case section
  }

  /// The member in which a success carries what was asked for.
  public enum Envelope: String, Hashable, Sendable, CaseIterable {
    case data, result
  }

  /// The form in which an error comes.
  public enum ErrorEnvelope: String, Hashable, Sendable, CaseIterable {
    case service, gateway
  }

  /// The status of a create that succeeds.
  public enum CreateStatus: Int, Hashable, Sendable, CaseIterable {
    case created = 201
    case ok = 200
  }

  /// Which rows of the list a search leaves.
  public enum Search: String, Hashable, Sendable, CaseIterable {
    /// Those whose names contain the text.
    case partial
    /// Those whose names are the text.
    case exact
    /// All of them.
    case ignored
  }

  /// The status with which the deletion of a preset in use is refused.
  public enum InUseStatus: Int, Hashable, Sendable, CaseIterable {
    case badRequest = 400
    case forbidden = 403
    case conflict = 409
  }

  /// What a read that lags behind answers for a preset that is new.
  public enum FreshPreset: String, Hashable, Sendable, CaseIterable {
    case missing, forbidden
  }

  /// How a list has shifted when its second page is read.
  public enum ListShift: String, Hashable, Sendable, CaseIterable {
    /// A row went away before it: the page begins a row too late, and the count is one less.
    case skips
    /// A row came before it: the page begins a row too early, and the count is one more.
    case repeats
  }

  /// How far PATCH merges.
  public var patch = Merging.deep
  /// Whether the answer to an update holds the preset's id.
  public var updateAnswersWithID = true
  /// Whether reads add optional fields that were never sent.
  public var addsDefaults = true
  /// Whether presets have fields that the schema does not know.
  public var addsUnknownFields = false
  /// Whether reads give keys in another order than they were sent.
  public var reordersKeys = false
  /// Where a success carries what was asked for.
  public var envelope = Envelope.data
  /// The form in which errors come.
  public var errorEnvelope = ErrorEnvelope.service
  /// Whether the list of an app without presets is a 404.
  public var emptyListIsMissing = false
  /// The number of rows that a page has at most.
  public var maximumPageSize = 100
  /// Whether presets can be replaced by PUT.
  public var hasPut = true
  /// Whether PUT keeps fields that the schema does not know.
  public var putKeepsUnknownFields = true
  /// The status of a create that succeeds.
  public var createStatus = CreateStatus.created
  /// Whether the answer to a create holds the preset's id.
  public var createAnswersWithID = true
  /// Which rows of the list a search leaves.
  public var search = Search.partial
  /// The presets that participants use, by patterns over their names: they cannot be deleted.
  public var inUse: [String] = []
  /// The status with which that is refused.
  public var inUseStatus = InUseStatus.badRequest
  /// How many reads after a write still see what was before it, pages of the list among them; counted for each preset.
  public var readLag = 0
  /// What such a read answers for a preset that is new.
  public var freshPreset = FreshPreset.missing
  /// How many lists, from the first one on, shift after their first page.
  public var shiftingLists = 0
  /// How they shift.
  public var listShift = ListShift.skips
  /// Fields that keep their values whatever is written, without a word.
  public var ignoredFields: [FieldPath] = []

  /// Creates the behavior that the documentation suggests.
  public init() {}
}
