import Diagnostics
import JSONValue
import Manifests
import RealtimeKitEmulator
import Schema

/// The built-in local API.
enum LocalAPI {
  /// The base URL that plans show. The real address differs in every run.
  static let name = "local"

  /// Returns the presets that a new app starts with.
  /// - Parameter seed: `defaults`, `none`, or the path of a file with a JSON list of bodies.
  static func bodies(_ seed: String) throws(CommandFailure) -> [Preset] {
    switch seed {
    case "defaults": return DefaultPresets.all
    case "none": return []
    default:
      guard let bytes = TextFile.bytes(seed, limit: 16 << 20) else {
        throw CommandFailure(
          .badInput, "could not read the seed '\(seed)'", hint: "use defaults, none, or the path of a JSON file")
      }
      guard let items = try? JSON(parsing: bytes).array else {
        throw CommandFailure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      let bodies = items.compactMap(\.object).map { Preset($0) }
      guard bodies.count == items.count else {
        throw CommandFailure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      return bodies
    }
  }

  /// Returns the behavior with switches set, each given as `NAME=VALUE`.
  static func behavior(_ switches: [String]) throws(CommandFailure) -> Behavior {
    var result = Behavior()
    for text in switches where !result.set(text) {
      let known = Behavior.switches.map { "\($0.name)=\($0.values)" }.joined(separator: ", ")
      throw CommandFailure(usage: "unknown switch or value '\(text)'", hint: "available switches: \(known)")
    }
    return result
  }

  /// Reads the faults to inject from a file with a JSON list; empty if no file is given.
  static func faults(_ path: String?, _ repository: Repository) throws(CommandFailure) -> Faults {
    guard let path else { return [] }
    guard let bytes = TextFile.bytes(path, limit: 1 << 20) else {
      throw CommandFailure(
        .badInput, "could not read the faults file '\(path)', or it is larger than \(1 << 20) bytes",
        hint: #"use a JSON list, for example [{"method": "POST", "nth": 1, "status": 500}]"#)
    }
    let (faults, diagnostics) = Faults.read(bytes, file: repository.name(of: repository.absolutePath(path)))
    guard !diagnostics.containsErrors else {
      let errors = counted(diagnostics.count { $0.severity == .error }, "error")
      throw CommandFailure(.badInput, "\(errors) in the faults file", diagnostics: diagnostics)
    }
    return faults
  }

  /// Returns an emulator.
  /// - Parameter state: The file that keeps its presets; nil to keep them in memory.
  static func emulator(
    state: String?, seed: [Preset], _ behavior: Behavior = Behavior(), _ faults: Faults = []
  ) throws(CommandFailure) -> Emulator {
    do {
      return try Emulator(seed, behavior: behavior, faults: faults, store: state.map(StateFile.init))
    } catch let problem as SeedError {
      throw CommandFailure(
        .badInput,
        "the API would reject '\(problem.name)' in the seed: \(problem.reasons.prefix(5).joined(separator: "; "))"
      )
    } catch StateFileError.damaged(let path) {
      throw CommandFailure(
        .badInput, "'\(path)' is not a state file of the local API", hint: "delete the file to start over")
    } catch StateFileError.inaccessible(let path, let reason) {
      throw CommandFailure(.failure, "could not access '\(path)': \(reason)")
    } catch {
      throw CommandFailure(.failure, "\(error)")
    }
  }
}
