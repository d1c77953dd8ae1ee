import Diagnostics
import JSONValue
import Manifests
import Planning
import Rendering
import Schema
import TestSupport
import Testing

/// Every result of a command as text, at the widths of real terminals.
@Suite("Texts in a terminal") struct WidthTests {
  private static let widths = [40, 60, 80, 120, 200]
  private static let environment = Environment(
    name: "production", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")
  private static let presets = ["guest", "super-host", "a", "webinar_presenter_of_the_main_stage"]

  /// One operation of each kind, and changes with every label.
  private static let plan: Plan = {
    let location = Location(file: "presets/webinar/presenters.yaml", line: 12, column: 3)
    let change = FieldChange(
      field: "permissions.waiting_room_type", before: "SKIP_ON_ACCEPT", after: "SKIP_ON_PRIVILEGED_USER_ENTRY",
      effects: [.widens, .bills], origin: .drift, location: location)
    let color = FieldChange(
      field: "ui.design_tokens.colors.brand.500", before: "#2160fd", after: "#844d1c", effects: [], origin: .intent,
      location: location)
    return Plan(
      environment: environment, base: .init("origin/main"),
      operations: [
        Operation(.create, name: "guest", location: location, origin: .intent, changes: [change]),
        Operation(.update, name: "super-host", id: "1", location: location, changes: [change, color]),
        Operation(.rename, name: "a", id: "2", previousName: "an-earlier-name", location: location, changes: [color]),
        Operation(.delete, name: "webinar_presenter_of_the_main_stage", id: "3", location: location, origin: .drift),
      ], unmanaged: ["left_behind"], unchanged: 3)
  }()

  private static let report: Report = {
    let failure = Report.Failure(
      message: "the server rejected it with 422 Unprocessable Entity: permissions.can_record: expected a boolean",
      status: 422, requestID: "7f1c0a9b2d3e4f50-FRA", staleFields: plan.operations[1].changes)
    let outcomes: [Report.Outcome] = [.failed, .stale, .inUse, .notStarted]
    var report = Report(plan, entries: zip(plan.operations, outcomes).map { .init($0, $1, failure) })
    report.snapshot = ".presetctl/snapshots/2026-01-02T03-04-05Z-production.json"
    return report
  }()

  private static let doctor = DoctorReport(
    checks: [
      .init("token", .ok, "the API accepts the token"),
      .init(
        "certificates", .failed, "cannot verify the server 'api.example.com': its certificate is self-signed",
        hint: "set SSL_CERT_FILE to a file with the certificate of its issuer"),
      .init("manifests", .warning, "one warning in 14 files"), .init("probe", .skipped, "pass --probe to run it"),
    ],
    findings: [.init("patch", "merge", "presetctl sends every member that it changes", isSwitch: true)])

  private static func side(seed: Int) -> Comparison.Side {
    var generator = PresetGenerator(seed: seed)
    let presets = Self.presets.map { generator.preset(named: $0) }
    let observed = presets.map { ObservedPreset(id: $0.name, name: ExactString($0.name), preset: $0) }
    return .init(
      environment,
      ObservedState(listed: observed.map { ListedPreset(id: $0.id, name: $0.name) }, documents: observed),
      DesiredState(presets: presets))
  }

  private static let comparison = Comparison(from: side(seed: 4), to: side(seed: 5))

  private static func results() throws -> [(name: String, result: any Presentable)] {
    let explained = ["permissions.waiting_room_type", "extends", "low-contrast", "limits"]
    let results: [(String, any Presentable)] = [
      ("plan", plan), ("report", ReportPresentation(report)),
      ("blocked report", ReportPresentation(Report(blocking: plan))), ("doctor", doctor),
      ("comparison", comparison), ("validation", LoadedManifests(yaml: hostile)),
    ]
    return results + (try explained.map { ("explain \($0)", try Explanation(of: $0)) })
  }

  private static let hostile = [
    "name: guest\nextends: nowhere\npermissions: {can_recod: true, media: {audio: {can_produce: SOMETIMES}}}\n"
  ]

  private static func text(_ result: any Presentable, width: Int?) -> String {
    let context = PresentationContext(title: "presetctl plan", kind: "plan", environment: "production", width: width)
    return result.text(context)
  }

  /// Returns the words of a text, without values and source lines, which are shortened to fit.
  private static func words(_ text: String) -> Set<Substring> {
    let lines = text.split(separator: "\n").filter { !$0.contains(" | ") }
    return Set(lines.flatMap { $0.split(separator: " ") }.filter { !$0.contains { "\"{}[]…".contains($0) } })
  }

  @Test("Names, labels, and all other words stay whole at every width", arguments: widths)
  func words(width: Int) throws {
    for (name, result) in try Self.results() {
      let missing = Self.words(Self.text(result, width: nil)).subtracting(Self.words(Self.text(result, width: width)))
      #expect(missing.isEmpty, "\(name) at \(width) columns")
    }
  }

  @Test("A line exceeds the width only if it is one word or can be copied", arguments: widths)
  func lines(width: Int) throws {
    for (name, result) in try Self.results() {
      for line in Self.text(result, width: width).split(separator: "\n") where line.count > width {
        let isCopied =
          line.contains("presetctl ") || line.contains(" | ") || line.hasPrefix("  ") && line.contains(": ")
        #expect(isCopied || line.split(separator: " ").count <= 2, "\(name) at \(width) columns: \(line)")
      }
    }
  }
}
