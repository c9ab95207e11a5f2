"""Drafts: what was typed and not sent."""

TEXTS = {
    "kept": "✓ draft kept",
    "unkept": "Not kept: {why}",
    "of_case": "draft {at}: {what}",
    "none": "There is no draft: everything you typed was sent.",
    "left.one": "What you had typed on a case is kept. {key}: {name}",
    "left.many": "What you had typed on {count} cases is kept. {key}: {name}",
    "sent_before": "An earlier version of this was recorded already; what you typed since is still"
    " here. {key} records it as well.",
    "act.draft": "drafts",
    "help.draft": "Go to the newest draft",
}
