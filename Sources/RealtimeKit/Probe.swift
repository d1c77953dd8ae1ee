import HTTPTypes
import OrderedCollections
public import Presets

/// Tries how an API behaves where nobody has documented it, on a preset of its own that is removed again whatever happens.
public struct Probe: Sendable {
  /// A preset that could not be removed.
  public struct Leftover: Hashable, Sendable {
    /// The preset's id; nil where nobody knows it.
    public let id: String?
    /// The preset's name.
    public let name: String
  }

  /// What came of a probe.
  public struct Outcome: Sendable {
    /// What was found, as far as the probe came.
    public let findings: [Checkup.Finding]
    /// Why it did not come to its end; nil where it did.
    public let failure: APIError?
    /// What is to be deleted by hand.
    public let leftovers: [Leftover]
  }

  let connection: Connection
  let reader: PresetReader
  /// The name of the preset that everything is tried on.
  let name: String
  var findings: [Checkup.Finding] = []
  /// The ids of presets that were created, by name; nil where the answer did not say.
  var made: OrderedDictionary<String, String?> = [:]

  /// Tries everything.
  /// - Parameter suffix: What makes the preset's name its own; random where nobody says.
  public static func run(_ connection: Connection, suffix: String? = nil) async -> Outcome {
    let suffix = suffix ?? String(UInt64.random(in: 1 << 32...(1 << 40)), radix: 36)
    var probe = Probe(connection, name: "presetctl-probe-\(suffix)")
    var failure: APIError?
    do throws(APIError) { try await probe.tryEverything() } catch { failure = error }
    let leftovers = await probe.removeAll()
    return Outcome(findings: probe.findings, failure: failure, leftovers: leftovers)
  }

  private init(_ connection: Connection, name: String) {
    self.connection = connection
    self.name = name
    reader = PresetReader(connection, parallelism: 1)
  }

  // MARK: Requests

  /// An answer, whatever it says.
  struct Answer: Sendable {
    let status: Int
    let document: JSON?

    var isSuccess: Bool { (200..<300).contains(status) && document?["success"] != false }
    /// What the answer carries, whichever envelope it is in.
    var data: JSON? { document.flatMap { $0["data"] ?? $0["result"] } }
  }

  /// Sends a request once. A server in trouble is no finding, and ends the probe.
  func ask(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil
  ) async throws(APIError) -> Answer {
    guard !connection.isInterrupted else { throw .interrupted }
    var number = 1
    while true {
      do throws(FailedAttempt) {
        let response = try await connection.exchange(method, path, body: body)
        let answer = Answer(status: response.head.status.code, document: try? JSON(parsing: response.body))
        let trouble = APIError.refused(.init(status: answer.status, messages: [], requestID: nil))
        guard trouble.isTransient else { return answer }
        throw FailedAttempt(error: trouble)
      } catch {
        guard method == .get, error.error.isTransient, number < connection.retries.tries else { throw error.error }
        try await connection.wait(before: number, after: error)
        number += 1
      }
    }
  }

  /// Creates a preset, which is noted before anybody knows whether there is one.
  mutating func create(_ preset: Preset) async throws(APIError) -> Answer {
    made[preset.name] = .some(nil)
    let answer = try await ask(.post, connection.presetsPath(), .object(preset.document))
    if answer.isSuccess {
      made[preset.name] = answer.data?["id"]?.string
    } else if preset.name != name {
      made[preset.name] = nil
    }
    return answer
  }

  mutating func note(_ name: String, _ found: String, _ assumption: String) {
    findings.append(Checkup.Finding(name, found, assumption))
  }

  /// Notes what the emulator has a switch for.
  mutating func note(switch name: String, _ found: String, _ assumption: String) {
    findings.append(Checkup.Finding(name, found, assumption, isSwitch: true))
  }

  // MARK: Cleaning up

  /// Removes every preset that was created, and returns those that are still there.
  private func removeAll() async -> [Leftover] {
    var leftovers: [Leftover] = []
    for (name, id) in made where !(await remove(name, id)) { leftovers.append(Leftover(id: id, name: name)) }
    return leftovers
  }

  /// Removes a preset, and looks that it is gone; what lags is given time.
  private func remove(_ name: String, _ id: String?) async -> Bool {
    var id = id
    for number in 1...connection.retries.tries {
      do {
        if id == nil { id = try await reader.id(ofName: ExactString(name)) }
        guard let known = id else {
          // Nothing of this name is listed; a create whose answer was lost may show a little later.
          if number > 2 { return true }
          try await connection.time.sleep(for: .milliseconds(200 * number))
          continue
        }
        do { _ = try await connection.send(.delete, connection.presetsPath(known)) } catch {
          // Whether it is gone all the same is what the read tells.
        }
        if try await reader.document(id: known) == nil { return true }
        try await connection.time.sleep(for: .milliseconds(200 * number))
      } catch {
        try? await connection.time.sleep(for: .milliseconds(200 * number))
      }
    }
    return false
  }
}
