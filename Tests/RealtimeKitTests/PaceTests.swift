import Foundation
import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// How fast requests are sent, and how long nothing is. Time is virtual: it passes only when somebody waits.
@Suite("Pace") struct PaceTests {
  /// Answers reads of presets, and notes when.
  private final class Log: Sendable {
    let times = Mutex<[Duration]>([])
    var all: [Duration] { times.withLock { $0 } }
  }

  /// Reads `count` presets through what `answer` says to the request of a number, from 1.
  private static func read(
    _ count: Int, limit: Int? = nil, parallelism: Int = 4, timeout: Duration = .seconds(900),
    _ answer: @escaping @Sendable (Int) throws(TransportError) -> (Int, [HTTPField]) = { _ in (200, []) },
    onWait: @escaping WaitHandler = { _, _ in }
  ) async throws -> (times: [Duration], traffic: Report.Traffic, error: APIError?) {
    let log = Log()
    let time = VirtualTime()
    let app = try RemoteApp(
      parallelism: parallelism, time: time,
      through: { _ in
        Scripted { (request) throws(TransportError) in
          let number = log.times.withLock { times in
            times.append(time.now())
            return times.count
          }
          let (status, fields) = try answer(number)
          return (status, fields, #"{"success": true, "data": {"name": "x"}}"#)
        }
      })
    let connection = try app.connection(timeout: timeout, limit: limit, onWait: onWait)
    let reader = PresetReader(connection, parallelism: parallelism)
    var failure: APIError?
    do throws(APIError) {
      // Side by side, as a plan reads.
      for _ in 0..<count { _ = try await reader.document(id: "1") }
    } catch { failure = error }
    return (log.all, connection.traffic, failure)
  }

  private static func field(_ name: String, _ value: String) -> HTTPField? {
    HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
  }

  @Test("no five minutes see more requests than the budget", arguments: [1, 2, 7, 50])
  func budget(limit: Int) async throws {
    let (times, traffic, error) = try await Self.read(3 * limit + 1, limit: limit, timeout: .seconds(10_000))
    #expect(error == nil && times.count == 3 * limit + 1)
    for (first, next) in zip(times, times.dropFirst(limit)) { #expect(next - first >= .seconds(300)) }
    #expect(times.last == .seconds(900))
    #expect(traffic.waitedSeconds == 900 && traffic.retries == 0)
  }

  @Test("a run within its budget never waits")
  func withinBudget() async throws {
    #expect(try await Self.read(1200, limit: 1200).times.last == .zero)
    #expect(try await Self.read(1300).times.last == .zero)
  }

  @Test("a long wait is told when it begins, once, and a short one is not")
  func announcements() async throws {
    let told = Mutex<[String]>([])
    _ = try await Self.read(
      5, limit: 4, onWait: { wait, reason in told.withLock { $0.append("\(wait) \(reason.words)") } })
    #expect(
      told.withLock { $0 } == ["300.0 seconds the budget of 4 requests in 5 minutes allows another (--rate-limit)"])
    told.withLock { $0 = [] }
    _ = try await Self.read(
      1, { number in number == 1 ? (429, [Self.field("Retry-After", "2")].compactMap(\.self)) : (200, []) },
      onWait: { wait, _ in told.withLock { $0.append("\(wait)") } })
    #expect(told.withLock { $0 } == [])
  }

  @Test("what the server says is left is not used up before its time")
  func serverBudget() async throws {
    let (times, _, _) = try await Self.read(8) { number in
      // Three are left after the first answer; when they are used up, a new window of thirty seconds begins.
      let left = (4 - number % 4) % 4
      return (200, [Self.field("Ratelimit", "\"default\";r=\(left);t=30")].compactMap(\.self))
    }
    #expect(times.prefix(4).allSatisfy { $0 == .zero } && times[4] == .seconds(30))
  }

  @Test(
    "nonsense about limits is no reason to wait",
    arguments: ["", "x", "\"d\";r=-1;t=5", "\"d\";r=0;t=99999999", "\"d\";r=0", ";;=;r"])
  func nonsense(text: String) async throws {
    let (times, _, _) = try await Self.read(3) { _ in (200, [Self.field("Ratelimit", text)].compactMap(\.self)) }
    #expect(times.last == .zero)
  }

  @Test(
    "waits as long as Retry-After says, be it in seconds or until a date, and not for what it cannot read",
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

  @Test("while a Retry-After runs, nothing else is sent either")
  func pauseForAll() async throws {
    let log = Log()
    let time = VirtualTime()
    let isFirst = Mutex(true)
    let app = try RemoteApp(
      (1...20).map { number in
        var generator = PresetGenerator(seed: number)
        return generator.preset(named: "p\(number)")
      }, parallelism: 5, time: time,
      through: { inner in
        Noting(inner: inner) { request in
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
    // What was under way at that moment had its turn; the rest came afterwards.
    let times = log.all
    #expect(times.count == 22)
    #expect(times.allSatisfy { $0 < .seconds(1) || $0 >= .seconds(100) })
    #expect(times.count { $0 >= .seconds(100) } >= 9)
  }

  @Test("a server that has had enough of us is waited out, when the time allows")
  func block() async throws {
    let enough = try await Self.read(1, timeout: .seconds(900)) { number in number <= 3 ? (429, []) : (200, []) }
    #expect(enough.error == nil && enough.times.count == 4)
    #expect(enough.times[3] - enough.times[2] >= .seconds(300))
    let short = try await Self.read(1, timeout: .seconds(200)) { number in number <= 3 ? (429, []) : (200, []) }
    #expect(short.error?.status == 429 && short.times.count == 3)
  }

  @Test("the deadline wins over every wait")
  func deadline() async throws {
    let budget = try await Self.read(3, limit: 2, timeout: .seconds(60))
    #expect(budget.error == .mustWaitTooLong(.budget(2)))
    #expect(
      budget.error?.message
        == "the time for the whole run (--timeout) would be over before the budget of 2 requests in 5 minutes allows another (--rate-limit)"
    )
    #expect(budget.times == [.zero, .zero])
    let asked = try await Self.read(1, timeout: .seconds(60)) { _ in
      (429, [Self.field("Retry-After", "61")].compactMap(\.self))
    }
    #expect(asked.error?.status == 429 && asked.times == [.zero])
  }

  @Test("backoff has full jitter: it differs, and doubles at most")
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

  @Test("what is read before a pause is read again before it is written back")
  func freshness() async throws {
    var generator = PresetGenerator(seed: 1)
    let body = generator.preset(named: "x")
    let app = try RemoteApp([body])
    var wanted = body
    wanted["permissions.can_record"] = .bool(body["permissions.can_record"] != true)
    let plan = try await app.plan(DesiredState(bodies: [wanted]))
    // The budget is used up between the read and the write, for five minutes.
    let connection = try app.connection(timeout: .seconds(10_000), limit: 1)
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    let methods = await app.methods()
    #expect(Array(methods.suffix(5)) == ["GET", "GET", "GET", "PATCH", "GET"])
  }
}

/// Lets a test look at requests, and answer some of them.
private struct Noting: Transport {
  let inner: any Transport
  let note: @Sendable (HTTPRequest) -> TransportResponse?

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    if let response = note(request.head) { return response }
    return try await inner.send(request, timeout: timeout)
  }
}
