package import JSONValue
import OrderedCollections
import Planning
import Schema

extension Report {
  /// The report as a JSON document: the plan's operations with their outcomes, and counts.
  package var json: JSON {
    let plan = plan.json
    let counts = Outcome.allCases.map {
      (ExactString($0.rawValue), JSON.number(JSON.Number(count($0))))
    }
    var members: JSON.Object = [
      "operations": .array(entries.map(\.json)),
      "summary": .object((plan["summary"]?.object ?? [:]).merging(counts) { _, count in count }),
      "http": traffic.json,
      "snapshot": JSON(snapshot),
    ]
    for key: ExactString in ["tool_version", "environment", "base", "warnings", "digest", "restores"] {
      members[key] = plan[key]
    }
    return JSON.document(kind: "report", members)
  }
}

extension Report.Entry {
  /// The operation with its outcome and error.
  fileprivate var json: JSON {
    var members = operation.json.object ?? [:]
    members["outcome"] = .string(outcome.rawValue)
    members["error"] = failure?.json ?? .null
    return .object(members)
  }
}

extension Report.Failure {
  fileprivate var json: JSON {
    [
      "message": .string(message),
      "status": status.map { .number(JSON.Number($0)) } ?? .null,
      "request_id": JSON(requestID),
      "moved": .array(staleFields.map(\.staleJSON)),
    ]
  }
}

extension FieldChange {
  /// The change of a field since the plan was made, as JSON.
  fileprivate var staleJSON: JSON {
    ["field": .string(field.description), "in_plan": before ?? .null, "now": after ?? .null]
  }
}

extension Report.Traffic {
  fileprivate var json: JSON {
    [
      "requests": .number(JSON.Number(requests)),
      "retries": .number(JSON.Number(retries)),
      "waited_seconds": JSON.Number(waitedSeconds).map(JSON.number) ?? 0,
    ]
  }
}

extension DocumentSchema {
  static let report = DocumentSchema(
    "report", "The result of applying a plan.", optional: ["restores"],
    planMembers.merging([
      "operations": list(reference("entry")),
      "summary": object(
        planNumbers.merging(outcomeNumbers) { plan, _ in plan },
        description: "The counts of the plan, and the number of operations by outcome."),
      "http": object(
        [
          "requests": count("Number of requests, including retries."),
          "retries": count("Number of retries."),
          "waited_seconds": [
            "type": "number", "minimum": 0, "description": "Time spent waiting before retries, in seconds.",
          ],
        ], description: "The network requests of the run."),
      "snapshot": nullable(
        text(
          "The snapshot file with the presets before the first write, relative to the working directory.")),
    ]) { $1 })

  private static let outcomeNumbers = JSON.Object(
    uniqueKeysWithValues: Report.Outcome.allCases.map {
      (ExactString($0.rawValue), count("Number of operations with the outcome `\($0.rawValue)`."))
    })

  static let entry = object(
    operation.merging([
      "outcome": choice(Report.Outcome.self, "The outcome of the operation."),
      "error": nullable(
        object(
          [
            "message": text("The cause, including the server's message if there is one."),
            "status": nullable([
              "type": "integer", "description": "The HTTP status; null if the server did not respond.",
            ]),
            "request_id": nullable(text("Cloudflare's id of the request.")),
            "moved": list(
              object(
                ["field": text("The field's path."), "in_plan": [:], "now": [:]],
                description: "A field that changed since the plan was made. Null also means absent.")),
          ], description: "Why the operation was not done.")),
    ]) { $1 }, description: "An operation and its outcome.", optional: ["previous_name"])
}
