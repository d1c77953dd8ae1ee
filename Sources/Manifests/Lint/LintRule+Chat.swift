import Diagnostics
import Schema

// Rules about contradictory chat and poll permissions.
extension LintRule {
  static let chat = [chatContradiction, pollContradiction]

  private static let chatContradiction = LintRule(
    "chat-contradiction", "A preset that can send messages must allow text or files.",
    fields: ["permissions.chat.public", "permissions.chat.private"],
    checks: """
      Public and private chat permissions in which `can_send` is `true` but neither `text` nor `files` is, or the \
      reverse.
      """,
    reason: """
      `can_send` allows messages; `text` and `files` decide what they can contain. `can_send` alone allows only empty \
      messages, and `text` or `files` alone have no effect. One of the values is a mistake.
      """,
    failingExample: """
      permissions:
        chat:
          public:
            can_send: false
            text: true
            files: false
      """,
    passingExample: """
      permissions:
        chat:
          public:
            can_send: true
            text: true
            files: false
      """,
    .perPreset { preset in
      chatFindings(
        preset, schema.permissions.chat.public.canSend, schema.permissions.chat.public.text,
        schema.permissions.chat.public.files)
        + chatFindings(
          preset, schema.permissions.chat.private.canSend, schema.permissions.chat.private.text,
          schema.permissions.chat.private.files)
    })

  private static func chatFindings(
    _ preset: LintedPreset, _ canSend: Field<Bool>, _ text: Field<Bool>, _ files: Field<Bool>
  ) -> [LintFinding] {
    guard let isSending = preset[canSend], let hasText = preset[text], let hasFiles = preset[files],
      isSending != (hasText || hasFiles)
    else { return [] }
    if isSending {
      return preset.finding(
        at: canSend, "can send messages, but neither text nor files",
        hint: "set \(preset.setting(canSend, "false")), or allow text or files", explainedBy: [text, files])
    }
    let nouns = (hasText ? ["text"] : []) + (hasFiles ? ["files"] : [])
    return preset.finding(
      at: canSend, "allows \(nouns.list), but not sending messages",
      hint: "set \(preset.setting(canSend, "true")), or do not allow \(nouns.list)",
      explainedBy: (hasText ? [text] : []) + (hasFiles ? [files] : [])
    )
  }

  private static let pollContradiction = LintRule(
    "poll-contradiction", "A preset that can create polls or vote in them must see them.",
    fields: ["permissions.polls"],
    checks: """
      Presets with `polls.can_view: false` and `polls.can_vote: true` or `polls.can_create: true`.
      """,
    reason: """
      A participant who does not see polls cannot vote in them or create them.
      """,
    failingExample: """
      permissions:
        polls: {can_view: false, can_vote: true, can_create: false}
      """,
    passingExample: """
      permissions:
        polls: {can_view: true, can_vote: true, can_create: false}
      """,
    .perPreset { preset in
      let votes = preset[schema.permissions.polls.canVote] == true
      let creates = preset[schema.permissions.polls.canCreate] == true
      guard preset[schema.permissions.polls.canView] == false, votes || creates else { return [] }
      return preset.finding(
        at: schema.permissions.polls.canView,
        "can \(((votes ? ["vote in"] : []) + (creates ? ["create"] : [])).list) polls, but not see them",
        hint: "set 'permissions.polls.can_view: true', or remove the other permissions",
        explainedBy: (votes ? [schema.permissions.polls.canVote] : [])
          + (creates ? [schema.permissions.polls.canCreate] : []))
    })
}
