import Testing

/// Color swatches in plans from the built program.
@Suite("Color swatches") struct SwatchTests {
  @Test("A saved plan is shown with the same swatches as the plan itself")
  func show() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    #expect(try await folder.run("apply", "--local", "--auto-approve").status == 0)
    let manifest = "presets/base.yaml"
    try folder.replace("\"500\": \"#287b6d\"", by: "\"500\": \"#2160FD\"", in: manifest)
    let colors = ["COLORTERM": "truecolor"]
    let plan = try await folder.run(
      "plan", "--local", "--out", "plan.json", "--color", "always", variables: colors)
    let shown = try await folder.run("show", "plan.json", "--color", "always", variables: colors)
    #expect(shown.output.contains("\u{1B}[48;2;40;123;109m  \u{1B}[0m \"#287b6d\" → \u{1B}[48;2;33;96;253m  "))
    #expect(shown.output == plan.output)
    let plain = try await folder.run("show", "plan.json", "--color", "always")
    #expect(plain.status == 0 && plain.output.contains("\u{1B}[") && !plain.output.contains("[48;2;"))
  }
}
