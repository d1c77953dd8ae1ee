import Diagnostics
import RealtimeKitEmulator
import Testing

@Suite("Fault files") struct FaultsReaderTests {
  @Test(
    "A valid fault file is read into rules",
    arguments: [
      ("[]", []), ("[{}]", [Faults.Rule(.status(500))]),
      (#"[{"method": "POST", "path": "presets", "nth": 2}]"#, [Faults.Rule(.status(500), on: .create, nth: 2)]),
      (
        #"[{"method": "delete", "path": "/presets/*", "times": 3, "status": 409}]"#,
        [Faults.Rule(.status(409), on: .delete, times: 3)]
      ),
      (#"[{"persist": true}]"#, [Faults.Rule(.status(500, persists: true))]),
      (#"[{"status": 200, "persist": false}]"#, [Faults.Rule(.status(200))]),
      (
        #"[{"status": 503, "persist": true}, {"drop": true}]"#,
        [Faults.Rule(.status(503, persists: true)), Faults.Rule(.cut(persists: false))]
      ),
      (#"[{"drop": true, "persist": true, "delay": 0.25}]"#, [Faults.Rule(cutLate)]),
      (#"[{"drop": false, "persist": false}]"#, [Faults.Rule(.status(500))]),
      (#"[{"retry_after": 3}]"#, [Faults.Rule(.status(429, retryAfter: "3"))]),
      (
        #"[{"status": 503, "retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"}]"#,
        [Faults.Rule(.status(503, retryAfter: "Wed, 21 Oct 2015 07:28:00 GMT"))]
      ),
      (#"[{"retry_after": -1.5}]"#, [Faults.Rule(.status(429, retryAfter: "-1.5"))]),
      (#"[{"delay": 60}]"#, [Faults.Rule(.delay(.seconds(60)))]),
      (#"[{"delay": 60, "persist": false}]"#, [Faults.Rule(.delay(.seconds(60), persists: false))]),
      (#"[{"trickle": 2}]"#, [Faults.Rule(.trickle(.seconds(2)))]),
      (#"[{"body": "<b>"}]"#, [Faults.Rule(.content(.text("<b>")))]),
      (
        #"[{"body": {"message": [1.50]}, "status": 418}]"#,
        [Faults.Rule(.content(.text(#"{"message":[1.50]}"#), status: 418, persists: false))]
      ),
      (
        #"[{"answer": "half"}, {"answer": "html", "status": 502}]"#,
        [Faults.Rule(.content(.half)), Faults.Rule(.content(.html, status: 502, persists: false))]
      ),
      (
        #"[{"answer": "empty"}, {"answer": "oversized"}]"#,
        [Faults.Rule(.content(.empty)), Faults.Rule(.content(.oversized))]
      ),
    ])
  func valid(text: String, rules: [Faults.Rule]) {
    let (faults, diagnostics) = Faults.read(Array(text.utf8), file: "faults.json")
    #expect(diagnostics.isEmpty)
    #expect(faults == Faults(rules))
  }

  private static var cutLate: Faults.Effect {
    var effect = Faults.Effect.cut(persists: true)
    effect.delay = .milliseconds(250)
    return effect
  }

  @Test(
    "An invalid fault file is rejected with the location of the problem",
    arguments: [
      ("", "1:1 wrong-type: expected a list of faults, found nothing"),
      ("{}", "1:1 wrong-type: expected a list of faults, found a mapping"),
      ("500", "1:1 wrong-type: expected a list of faults, found a single value"),
      ("[1]", "1:2 wrong-type: expected a mapping, found '1'"),
      ("[{]", "1:3 json-syntax: invalid JSON: expected a key in double quotes"),
      (#"[{"metod": "GET"}]"#, "1:3 unknown-key: unknown key 'metod'. Did you mean 'method'?"),
      (#"[{"method": "GETS"}]"#, "1:13 invalid-value: 'GETS' is not one of GET, POST, PATCH, PUT, DELETE"),
      (#"[{"path": 1}]"#, "1:11 wrong-type: expected text, found '1'"),
      (#"[{"nth": 0}]"#, "1:10 invalid-value: 0 is less than the minimum of 1"),
      (#"[{"times": "2"}]"#, #"1:12 wrong-type: expected a whole number of at least 1, found the text "2""#),
      (#"[{"status": 199}]"#, "1:13 invalid-value: 199 is less than the minimum of 200"),
      (#"[{"persist": 1}]"#, "1:14 wrong-type: expected true or false, found '1'"),
      (#"[{"drop": "yes"}]"#, #"1:11 wrong-type: expected true or false, found the text "yes""#),
      (#"[{"delay": -1}]"#, "1:12 invalid-value: -1 is less than the minimum of 0"),
      (#"[{"delay": 1e99}]"#, "1:12 invalid-value: 1e99 is greater than the maximum of 86400"),
      (#"[{"trickle": null}]"#, "1:14 missing-value: missing value: expected a number from 0 to 86400"),
      (#"[{"retry_after": true}]"#, "1:18 wrong-type: expected text, found 'true'"),
      (#"[{"answer": "cut"}]"#, "1:13 invalid-value: 'cut' is not one of empty, half, html, oversized"),
      (#"[{"nth": 1, "nth": 2}]"#, "1:13 duplicate-key: duplicate key 'nth'"),
      (#"[{"drop": true, "status": 500}]"#, "1:17 setting-without-effect: 'status' has no effect with 'drop'"),
      (#"[{"body": "", "answer": "html"}]"#, "1:15 setting-without-effect: 'answer' has no effect with 'body'"),
    ])
  func invalid(text: String, problem: String) {
    let diagnostics = Faults.read(Array(text.utf8), file: "faults.json").diagnostics
    let found = diagnostics.map {
      "\($0.location.line):\($0.location.column) \($0.problem.rule): \($0.problem.message)"
    }
    #expect(found == [problem])
  }
}
