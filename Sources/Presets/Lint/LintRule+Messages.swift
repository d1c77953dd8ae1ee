// Permissions that take each other back.
extension LintRule {
  static let messages = [chatContradiction, pollContradiction]

  private static let chatContradiction = LintRule(
    "chat-contradiction", "Who may send messages may send something.",
    about: ["permissions.chat.public", "permissions.chat.private"],
    reason: """
      `can_send` lets a participant send messages, `text` and `files` say what may be in them. `can_send` without any of the \
      two sends nothing, and either of the two without `can_send` neither. What was meant is one of them, and nobody can tell \
      which.
      """,
    bad: """
      permissions:
        chat:
          public:
            can_send: false
            text: true
            files: false
      """,
    good: """
      permissions:
        chat:
          public:
            can_send: true
            text: true
            files: false
      """,
    .each { preset in
      messages(
        preset, schema.permissions.chat.public.canSend, schema.permissions.chat.public.text,
        schema.permissions.chat.public.files)
        + messages(
          preset, schema.permissions.chat.private.canSend, schema.permissions.chat.private.text,
          schema.permissions.chat.private.files)
    })

  private static func messages(
    _ preset: LintedPreset, _ canSend: Field<Bool>, _ text: Field<Bool>, _ files: Field<Bool>
  ) -> [LintFinding] {
    guard let isSending = preset[canSend], let hasText = preset[text], let hasFiles = preset[files],
      isSending != (hasText || hasFiles)
    else { return [] }
    if isSending {
      return preset.finding(
        at: canSend, "may send messages, but neither text nor files in them",
        hint: "write \(preset.words(canSend, "false")), or allow one of the two", because: [text, files])
    }
    let nouns = (hasText ? ["text"] : []) + (hasFiles ? ["files"] : [])
    return preset.finding(
      at: canSend, "may send \(nouns.words), but no messages to hold them",
      hint: "write \(preset.words(canSend, "true")), or false for \(nouns.words) as well",
      because: (hasText ? [text] : []) + (hasFiles ? [files] : [])
    )
  }

  private static let pollContradiction = LintRule(
    "poll-contradiction", "Who takes part in polls sees them.",
    about: ["permissions.polls"],
    reason: """
      `polls.can_vote` and `polls.can_create` are of no use to a participant who does not see polls (`polls.can_view`).
      """,
    bad: """
      permissions:
        polls: {can_view: false, can_vote: true, can_create: false}
      """,
    good: """
      permissions:
        polls: {can_view: true, can_vote: true, can_create: false}
      """,
    .each { preset in
      let votes = preset[schema.permissions.polls.canVote] == true
      let creates = preset[schema.permissions.polls.canCreate] == true
      guard preset[schema.permissions.polls.canView] == false, votes || creates else { return [] }
      return preset.finding(
        at: schema.permissions.polls.canView,
        "may \(((votes ? ["vote in"] : []) + (creates ? ["create"] : [])).words) polls, but not see them",
        hint: "write 'permissions.polls.can_view: true', or take the other permissions away",
        because: (votes ? [schema.permissions.polls.canVote] : [])
          + (creates ? [schema.permissions.polls.canCreate] : []))
    })
}
