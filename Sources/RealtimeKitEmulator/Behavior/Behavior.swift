package import Schema

/// Switches for behavior of the real API that is not known. The program must work with every combination.
package struct Behavior: Hashable, Sendable {
  /// How PATCH merges its body into a preset.
  package enum Merging: String, Hashable, Sendable, CaseIterable {
    /// Merges at every depth.
    case deep
    /// Merges within a section: `permissions.chat` replaces all of `permissions.chat`.
    case shallow
    /// Merges nothing: `permissions` replaces all of `permissions`.
    case section
  }

  /// The member of a success response that holds the data.
  package enum Envelope: String, Hashable, Sendable, CaseIterable {
    case data, result
  }

  /// The format of error responses.
  package enum ErrorEnvelope: String, Hashable, Sendable, CaseIterable {
    case service, gateway
  }

  /// The status of a successful create.
  package enum CreateStatus: Int, Hashable, Sendable, CaseIterable {
    case created = 201
    case ok = 200
  }

  /// The rows that a search returns.
  package enum Search: String, Hashable, Sendable, CaseIterable {
    /// Rows whose names contain the text.
    case partial
    /// Rows whose names are the text.
    case exact
    /// All rows.
    case ignored
  }

  /// The status of the response that rejects the deletion of a preset in use.
  package enum InUseStatus: Int, Hashable, Sendable, CaseIterable {
    case badRequest = 400
    case forbidden = 403
    case conflict = 409
  }

  /// The response of a lagging read to a new preset.
  package enum FreshPreset: String, Hashable, Sendable, CaseIterable {
    case missing, forbidden
  }

  /// How a list has changed when its second page is read.
  package enum ListShift: String, Hashable, Sendable, CaseIterable {
    /// A row before the page was removed: the page starts one row too late, and the count is one less.
    case skips
    /// A row before the page was added: the page starts one row too early, and the count is one more.
    case repeats
  }

  /// How PATCH merges its body into a preset.
  package var patch = Merging.deep
  /// Whether the response to an update has the preset's id.
  package var updateAnswersWithID = true
  /// Whether reads add optional fields that were not sent.
  package var addsDefaults = true
  /// Whether presets have fields that the schema does not define.
  package var addsUnknownFields = false
  /// Whether reads return keys in another order than they were sent in.
  package var reordersKeys = false
  /// The member of a success response that holds the data.
  package var envelope = Envelope.data
  /// The format of error responses.
  package var errorEnvelope = ErrorEnvelope.service
  /// Whether the list of an app without presets responds with 404.
  package var emptyListIsMissing = false
  /// The maximum number of rows on a page.
  package var maximumPageSize = 100
  /// Whether presets can be replaced with PUT.
  package var hasPut = true
  /// Whether PUT keeps fields that the schema does not define.
  package var putKeepsUnknownFields = true
  /// The status of a successful create.
  package var createStatus = CreateStatus.created
  /// Whether the response to a create has the preset's id.
  package var createAnswersWithID = true
  /// The rows that a search returns.
  package var search = Search.partial
  /// Patterns for the names of presets that are in use and cannot be deleted.
  package var inUse: [String] = []
  /// The status of the response that rejects the deletion of a preset in use.
  package var inUseStatus = InUseStatus.badRequest
  /// The number of reads after a write that still return the old state, list pages included, counted for each preset.
  package var readLag = 0
  /// The response of a lagging read to a new preset.
  package var freshPreset = FreshPreset.missing
  /// The number of lists, from the first one, that change after their first page.
  package var shiftingLists = 0
  /// How those lists change.
  package var listShift = ListShift.skips
  /// Fields whose writes are silently ignored.
  package var ignoredFields: [FieldPath] = []

  /// The behavior that the API's documentation suggests.
  package init() {}
}
