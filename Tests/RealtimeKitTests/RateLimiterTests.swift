import Foundation
import HTTPTypes
import JSONValue
import Manifests
import Planning
import RealtimeKit
import Schema
import Synchronization
import TestSupport
import Testing

/// The rate at which requests are sent and the waits between them. Time is virtual and advances only during waits.
@Suite("The rate limiter") struct RateLimiterTests {
  /// The times of all requests.
  private final class Log: Sendable {
    let times = Mutex<[Duration]>([])
    var all: [Duration] { times.withLock { $0 } }
  }

  /// Reads a preset `count` times. `respond` returns the status and the headers for each request, which are numbered
  /// from 1.
  private static func read(
    _ count: Int, limit: Int? = nil, parallelism: Int = 4, timeout: Duration = .seconds(900),
    _ respond: @escaping @Sendable (Int) throws(TransportError) -> (Int, [HTTPField]) = { _ in (200, []) },
    onWait: @escaping WaitHandler = { _, _ in }
  ) async throws -> (times: [Duration], traffic: Report.Traffic, error: APIError?) {
    let log = Log()
    let time = VirtualClock()
    let app = try RemoteApp(
      parallelism: parallelism, time: time,
      through: { _ in
        ScriptedTransport { (request) throws(TransportError) in
          let number = log.times.withLock { times in
            times.append(time.now())
            return times.count
          }
          let (status, fields) = try respond(number)
          return (status, fields, #"{"success": true, "data": {"name": "x"}}"#)
        }
      })
    let connection = try app.connection(timeout: timeout, limit: limit, onWait: onWait)
    let reader = PresetReader(connection, parallelism: parallelism)
    var failure: APIError?
    do throws(APIError) {
      // Reads one after another, so that the times are exact.
      for _ in 0..<count { _ = try await reader.document(id: "1") }
    } catch { failure = error }
    return (log.all, connection.traffic, failure)
  }

  private static func field(_ name: String, _ value: String) -> HTTPField? {
    HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
  }

  @Test("No window of five minutes has more requests than the budget", arguments: [1, 2, 7, 50])
  func requestBudget(limit: Int) async throws {
    let (times, traffic, error) = try await Self.read(3 * limit + 1, limit: limit, timeout: .seconds(10_000))
    #expect(error == nil && times.count == 3 * limit + 1)
    for (first, next) in zip(times, times.dropFirst(limit)) { #expect(next - first >= .seconds(300)) }
    #expect(times.last == .seconds(900))
    #expect(traffic.waitedSeconds == 900 && traffic.retries == 0)
  }

  @Test("A run within its budget never waits")
  func withinBudget() async throws {
    #expect(try await Self.read(1200, limit: 1200).times.last == .zero)
    #expect(try await Self.read(1300).times.last == .zero)
  }

  @Test("A long wait is announced once when it starts, and a short wait is not announced")
  func longWaits() async throws {
    let waits = Mutex<[String]>([])
    _ = try await Self.read(
      5, limit: 4, onWait: { wait, reason in waits.withLock { $0.append("\(wait) \(reason.words)") } })
    #expect(
      waits.withLock { $0 } == ["300.0 seconds the limit of 4 requests in 5 minutes allows another (--rate-limit)"])
    waits.withLock { $0 = [] }
    _ = try await Self.read(
      1, { number in number == 1 ? (429, [Self.field("Retry-After", "2")].compactMap(\.self)) : (200, []) },
      onWait: { wait, _ in waits.withLock { $0.append("\(wait)") } })
    #expect(waits.withLock { $0 } == [])
  }

  @Test("The remaining budget that the server reports is not exceeded")
  func serverBudget() async throws {
    let (times, _, _) = try await Self.read(8) { number in
      // Three requests remain after the first response. A new window of thirty seconds starts when they are used up.
      let remaining = (4 - number % 4) % 4
      return (200, [Self.field("Ratelimit", "\"default\";r=\(remaining);t=30")].compactMap(\.self))
    }
    #expect(times.prefix(4).allSatisfy { $0 == .zero } && times[4] == .seconds(30))
  }

  @Test(
    "Invalid rate limit headers cause no wait",
    arguments: ["", "x", "\"d\";r=-1;t=5", "\"d\";r=0;t=99999999", "\"d\";r=0", ";;=;r"])
  func invalidHeaders(text: String) async throws {
    let (times, _, _) = try await Self.read(3) { _ in (200, [Self.field("Ratelimit", text)].compactMap(\.self)) }
    #expect(times.last == .zero)
  }

  @Test(
    "The limiter waits for the seconds or the date in Retry-After and ignores invalid values",
    arguments: [
      ("7", nil, 7), ("0", nil, 0), ("Thu, 01 Jan 2026 00:01:00 GMT", nil, 60),
      ("Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2026 00:00:50 GMT", 10),
      ("Thu, 01 Jan 2025 00:01:00 GMT", nil, nil), ("-5", nil, nil), ("soon", nil, nil), ("1.5", nil, nil),
      ("99999999999", nil, nil), ("Thu, 32 Jan 2026 00:01:00 GMT", nil, nil), ("", nil, nil),
    ] as [(String, String?, Int?)])
  func retryAfter(text: String, date: String?, seconds: Int?) async throws {
    let fields = [Self.field("Retry-After", text), date.flatMap { Self.field("Date", $0) }].compactMap(\.self)
    let (times, traffic, _) = try await Self.read(1) { number in number == 1 ? (503, fields) : (200, []) }
    #expect(times.count == 2 && traffic.retries == 1)
    if let seconds { #expect(times[1] == .seconds(seconds)) } else { #expect(times[1] <= .milliseconds(500)) }
  }

  @Test("No request is sent during a Retry-After wait")
  func pauseForAll() async throws {
    let log = Log()
    let time = VirtualClock()
    let isFirst = Mutex(true)
    let app = try RemoteApp(
      (1...20).map { number in
        var generator = PresetGenerator(seed: number)
        return generator.preset(named: "p\(number)")
      }, parallelism: 5, time: time,
      through: { inner in
        RecordingTransport(inner: inner) { request in
          log.times.withLock { $0.append(time.now()) }
          guard request.path?.hasSuffix("0001") == true,
            isFirst.withLock({ flag in
              defer { flag = false }; return flag
            })
          else { return nil }
          return TransportResponse(
            HTTPResponse(status: .tooManyRequests, headerFields: [.retryAfter: "100"]))
        }
      })
    let desired = DesiredState(manifests: (1...20).map { "name: p\($0)\nstate: absent\n" })
    _ = try await app.plan(desired)
    // Requests in progress at that moment complete. All other requests follow after the wait.
    let times = log.all
    #expect(times.count == 22)
    #expect(times.allSatisfy { $0 < .seconds(1) || $0 >= .seconds(100) })
    #expect(times.count { $0 >= .seconds(100) } >= 9)
  }

  @Test("A server that keeps rejecting requests is given time to recover if the timeout allows it")
  func longBlock() async throws {
    let patient = try await Self.read(1, timeout: .seconds(900)) { number in number <= 3 ? (429, []) : (200, []) }
    #expect(patient.error == nil && patient.times.count == 4)
    #expect(patient.times[3] - patient.times[2] >= .seconds(300))
    let impatient = try await Self.read(1, timeout: .seconds(200)) { number in number <= 3 ? (429, []) : (200, []) }
    #expect(impatient.error?.status == 429 && impatient.times.count == 3)
  }

  @Test("A wait that exceeds the timeout fails at once")
  func deadline() async throws {
    let budgetWait = try await Self.read(3, limit: 2, timeout: .seconds(60))
    #expect(budgetWait.error == .waitExceedsDeadline(.budget(2)))
    #expect(
      budgetWait.error?.message
        == "the run would time out (--timeout) before the limit of 2 requests in 5 minutes allows another (--rate-limit)"
    )
    #expect(budgetWait.times == [.zero, .zero])
    let serverWait = try await Self.read(1, timeout: .seconds(60)) { _ in
      (429, [Self.field("Retry-After", "61")].compactMap(\.self))
    }
    #expect(serverWait.error?.status == 429 && serverWait.times == [.zero])
  }

  @Test("Backoff has full jitter and at most doubles with each attempt")
  func jitter() async throws {
    var waits: Set<Duration> = []
    for _ in 1...20 {
      let times = try await Self.read(1) { _ in (500, []) }.times
      #expect(times.count == 4)
      for (index, bound) in [0.5, 1.0, 2.0].enumerated() {
        let wait = times[index + 1] - times[index]
        #expect(wait >= .zero && wait <= .seconds(bound))
        waits.insert(wait)
      }
    }
    #expect(waits.count > 50)
  }

  @Test("A preset that was read before a wait is read again before the write")
  func freshness() async throws {
    var generator = PresetGenerator(seed: 1)
    let body = generator.preset(named: "x")
    let app = try RemoteApp([body])
    var desired = body
    desired["permissions.can_record"] = .bool(body["permissions.can_record"] != true)
    let plan = try await app.plan(DesiredState(presets: [desired]))
    // The budget is used up between the read and the write, which causes a wait of five minutes.
    let connection = try app.connection(timeout: .seconds(10_000), limit: 1)
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    let methods = await app.methods()
    #expect(Array(methods.suffix(5)) == ["GET", "GET", "GET", "PATCH", "GET"])
  }
}

/// Lets a test record requests and answer some of them.
private struct RecordingTransport: Transport {
  let inner: any Transport
  let record: @Sendable (HTTPRequest) -> TransportResponse?

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    if let response = record(request.head) { return response }
    return try await inner.send(request, timeout: timeout)
  }
}
