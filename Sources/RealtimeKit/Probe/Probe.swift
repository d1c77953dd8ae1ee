import HTTPTypes
import JSONValue
import OrderedCollections
package import Planning
import Schema

/// Determines undocumented behavior of an API with a temporary preset, which is always deleted afterward.
package struct Probe: Sendable {
  /// A temporary preset that could not be deleted.
  package struct UndeletedPreset: Hashable, Sendable {
    /// The preset's id, if it is known.
    package let id: String?
    /// The preset's name.
    package let name: String
  }

  /// The result of a probe.
  package struct Outcome: Sendable {
    /// The findings, up to the failure if there was one.
    package let findings: [DoctorReport.Finding]
    /// The error that ended the probe early.
    package let failure: APIError?
    /// The presets that have to be deleted by hand.
    package let undeletedPresets: [UndeletedPreset]
  }

  let connection: Connection
  let reader: PresetReader
  /// The name of the temporary preset.
  let name: String
  var findings: [DoctorReport.Finding] = []
  /// The ids of the presets that may have been created, by name; nil if the id is not known.
  var created: OrderedDictionary<String, String?> = [:]

  /// Runs all steps and deletes the temporary presets.
  /// - Parameter suffix: The end of the preset's name; nil for a random one.
  package static func run(_ connection: Connection, suffix: String? = nil) async -> Outcome {
    let suffix = suffix ?? String(UInt64.random(in: 1 << 32...(1 << 40)), radix: 36)
    var probe = Probe(connection, name: "presetctl-probe-\(suffix)")
    var failure: APIError?
    do throws(APIError) { try await probe.runAllSteps() } catch { failure = error }
    let undeletedPresets = await probe.removeAll()
    return Outcome(findings: probe.findings, failure: failure, undeletedPresets: undeletedPresets)
  }

  private init(_ connection: Connection, name: String) {
    self.connection = connection
    self.name = name
    reader = PresetReader(connection, parallelism: 1)
  }

  // MARK: Requests

  /// A response of any status.
  struct Response: Sendable {
    let status: Int
    let document: JSON?

    var isSuccess: Bool { (200..<300).contains(status) && document?["success"] != false }
    /// The content of the response, from either envelope.
    var data: JSON? { document.flatMap { $0["data"] ?? $0["result"] } }
  }

  /// Sends a request, with retries for reads. A transient error is not a finding and ends the probe.
  func ask(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil
  ) async throws(APIError) -> Response {
    guard !connection.isInterrupted else { throw .interrupted }
    var number = 1
    while true {
      do throws(FailedAttempt) {
        let response = try await connection.sendRaw(method, path, body: body)
        let answer = Response(status: response.head.status.code, document: try? JSON(parsing: response.body))
        let trouble = APIError.rejected(.init(status: answer.status, messages: [], requestID: nil))
        guard trouble.isTransient else { return answer }
        throw FailedAttempt(error: trouble)
      } catch {
        guard method == .get, error.error.isTransient, number < connection.retries.maximumAttempts else {
          throw error.error
        }
        try await connection.wait(before: number, after: error)
        number += 1
      }
    }
  }

  /// Creates a preset. It is recorded before the request is sent, so that it is deleted even if the response is lost.
  mutating func create(_ preset: Preset) async throws(APIError) -> Response {
    created[preset.name] = .some(nil)
    let answer = try await ask(.post, connection.presetsPath(), .object(preset.document))
    if answer.isSuccess {
      created[preset.name] = answer.data?["id"]?.string
    } else if preset.name != name {
      created[preset.name] = nil
    }
    return answer
  }

  mutating func note(_ name: String, _ found: String, _ assumption: String) {
    findings.append(DoctorReport.Finding(name, found, assumption))
  }

  /// Adds a finding that the emulator has a switch for.
  mutating func note(switch name: String, _ found: String, _ assumption: String) {
    findings.append(DoctorReport.Finding(name, found, assumption, isSwitch: true))
  }

  // MARK: Cleaning up

  /// Deletes every preset that was created, and returns those that still exist.
  private func removeAll() async -> [UndeletedPreset] {
    var undeletedPresets: [UndeletedPreset] = []
    for (name, id) in created where !(await remove(name, id)) {
      undeletedPresets.append(UndeletedPreset(id: id, name: name))
    }
    return undeletedPresets
  }

  /// Deletes a preset and checks that it is gone. Retries, since reads can lag behind writes.
  private func remove(_ name: String, _ id: String?) async -> Bool {
    var id = id
    for number in 1...connection.retries.maximumAttempts {
      do {
        if id == nil { id = try await reader.id(ofName: ExactString(name)) }
        guard let known = id else {
          // The name is not listed; a preset whose create response was lost can appear a little later.
          if number > 2 { return true }
          try await connection.time.sleep(for: .milliseconds(200 * number))
          continue
        }
        do { _ = try await connection.send(.delete, connection.presetsPath(known)) } catch {
          // The read below shows whether it is gone despite the error.
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
