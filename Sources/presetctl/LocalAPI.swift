import Presets
import RealtimeKitEmulator

/// The local API that the program embeds.
enum LocalAPI {
  /// What plans call its address, which is another one in every run.
  static let name = "local"

  /// The bodies that an app starts with: `defaults`, `none`, or a file with a JSON list of them.
  static func bodies(_ seed: String) throws(Failure) -> [Preset] {
    switch seed {
    case "defaults": return DefaultPresets.all
    case "none": return []
    default:
      guard let bytes = TextFile.bytes(seed, limit: 16 << 20) else {
        throw Failure(
          .badInput, "the seed '\(seed)' cannot be read", hint: "write defaults, none, or the path of a file")
      }
      guard let items = try? JSON(parsing: bytes).array else {
        throw Failure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      let bodies = items.compactMap(\.object).map { Preset($0) }
      guard bodies.count == items.count else {
        throw Failure(.badInput, "the seed '\(seed)' is not a JSON list of preset bodies")
      }
      return bodies
    }
  }

  /// The behavior with switches turned, each given as text.
  static func behavior(_ switches: [String]) throws(Failure) -> Behavior {
    var result = Behavior()
    for text in switches where !result.set(text) {
      let known = Behavior.switches.map { "\($0.name)=\($0.values)" }.joined(separator: ", ")
      throw Failure(usage: "there is no such switch, or no such value of it: '\(text)'", hint: "switches: \(known)")
    }
    return result
  }

  /// What shall go wrong, from a file with a JSON list of faults; nothing where there is no file.
  static func faults(_ path: String?, _ repository: RepositoryFolder) throws(Failure) -> Faults {
    guard let path else { return [] }
    guard let bytes = TextFile.bytes(path, limit: 1 << 20) else {
      throw Failure(
        .badInput, "the faults '\(path)' cannot be read, or are larger than \(1 << 20) bytes",
        hint: #"write a JSON list, such as [{"method": "POST", "nth": 1, "status": 500}]"#)
    }
    let (faults, diagnostics) = Faults.read(bytes, file: repository.name(of: repository.absolutePath(path)))
    guard !diagnostics.containsErrors else {
      let errors = counted(diagnostics.count { $0.severity == .error }, "error")
      throw Failure(.badInput, "\(errors) in the faults", diagnostics: diagnostics)
    }
    return faults
  }

  /// The emulator whose presets are kept in a file.
  static func emulator(
    state: String?, seed: [Preset], _ behavior: Behavior = Behavior(), _ faults: Faults = []
  ) throws(Failure) -> Emulator {
    do {
      return try Emulator(seed, behavior: behavior, faults: faults, store: state.map(StateFile.init))
    } catch let problem as SeedProblem {
      throw Failure(
        .badInput,
        "the seed holds the body '\(problem.name)', which the API would refuse: \(problem.reasons.prefix(5).joined(separator: "; "))"
      )
    } catch StateFile.Problem.damaged(let path) {
      throw Failure(.badInput, "'\(path)' is not a state of the local API", hint: "remove the file to start anew")
    } catch StateFile.Problem.inaccessible(let path, let reason) {
      throw Failure(.failure, "'\(path)' cannot be used: \(reason)")
    } catch {
      throw Failure(.failure, "\(error)")
    }
  }
}
