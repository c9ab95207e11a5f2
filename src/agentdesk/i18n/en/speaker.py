"""Who speaks, by what right, and how the talk was kept."""

TEXTS = {
    "caller": "caller",
    "caller.customer": "the customer",
    "caller.relative": "relative",
    "caller.attorney": "attorney",
    "caller.guardian": "guardian",
    "caller.executor": "executor",
    "caller.other": "somebody else",
    "authority": "authority",
    "authority.none": "none",
    "authority.shown": "papers shown, to be checked",
    "authority.proven": "proven",
    "recording": "recording",
    "recording.hint": "its reference in the telephone system",
    "notice": "notice given",
    "not_told": "Not the customer, no authority proven: write down what they say, tell them nothing "
    "of the customer or of any case.",
    "not_told.shown": "Their papers are not checked yet: write down what they say, tell them "
    "nothing of the customer or of any case.",
}
