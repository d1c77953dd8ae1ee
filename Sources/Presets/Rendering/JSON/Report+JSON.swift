import OrderedCollections

extension Report {
  /// The report as its JSON document: the plan's operations and numbers with what became of them.
  public var json: JSON {
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
  /// The operation with its outcome, and its error where there is one.
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
      "moved": .array(moved.map(\.movement)),
    ]
  }
}

extension FieldChange {
  /// A field that moved since the plan.
  fileprivate var movement: JSON {
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
