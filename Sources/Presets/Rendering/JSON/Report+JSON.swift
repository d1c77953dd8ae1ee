import OrderedCollections

extension Report {
  /// The report as its JSON document.
  public var json: JSON {
    let counts = Outcome.allCases.map {
      (ExactString($0.rawValue), JSON.number(JSON.Number(count($0))))
    }
    return JSON.document(
      kind: "report",
      [
        "tool_version": .string(toolVersion),
        "environment": environment.json,
        "operations": .array(entries.map(\.json)),
        "warnings": .array(warnings.map { $0.json() }),
        "summary": .object(
          JSON.Object(uniqueKeysWithValues: counts + [("unchanged", .number(JSON.Number(unchanged)))])),
        "http": traffic.json,
      ])
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
    ]
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
