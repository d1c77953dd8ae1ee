import Presets
import RealtimeKit

// How a command reads presets for something else than a plan.
extension Session {
  /// Lists the presets of an app and reads those of a selection, with progress.
  func observe(_ selection: Selection, _ connection: Connection) async throws -> ObservedState {
    let parallelism = settings.parallelism
    return try await ProgressLine.with(console) { line in
      let reader = PresetReader(connection, parallelism: parallelism) { line.note($0) }
      do throws(APIError) { return try await reader.observe(selection) } catch { throw Failure(error) }
    }
  }
}

extension Selection {
  /// Refuses a pattern that matches none of the presets that were listed.
  func check(against listed: [ListedPreset], _ place: String) throws(Failure) {
    let names = Set(listed.map(\.name))
    if let pattern = unmatched(among: names).first { throw Failure(unmatched: pattern, among: names, place) }
  }
}
