"""Asking customers how it was."""

TEXTS = {
    # --- the list
    "head.due": "To be asked",
    "head.not_reached": "Not reached",
    "none": "Nobody is to be asked now.",
    "none.do": "A customer comes here when their case has been resolved, for three working days.",
    "not_by_you": "not by you",
    "tried": "tried {tries} of {most}",
    "nobody": "There is nobody to ask.",
    # --- whom to ask
    "by": "resolved by {who}, {at}",
    "care": "in care: a person rings, no survey",
    "not_now": "not now",
    "done": "done",
    "told": "told",
    # --- to be read aloud
    "say.intro": "Good day, this is {me} of {desk}. May I ask you three short questions about your"
    " request? One is poor, five is good.",
    "say.speed": "How satisfied are you with how quickly we dealt with it?",
    "say.attitude": "And with how you were treated?",
    "say.solved": "Is it solved, from your point of view?",
    "say.text": "Is there anything you would like us to know? Thank you for your time.",
    # --- what is said
    "recorded": "{ref}: the answers are written down.",
    "gone": "{ref} is not to be asked about any more: somebody else has seen to it.",
    "missed": "{ref}: not reached. One more try, by {at}.",
    "missed.last": "{ref}: not reached after the last try. Nobody has to ring again; if they ring"
    " you, their answers can still be written down.",
    "missed.last.complaint": "{ref}: not reached after the last try. Silence does not close a"
    " complaint: it stays until they have been reached.",
    "no_more_tries": "Every try has been made. Their answers can still be written down.",
    # --- not content
    "offer": "Not content",
    "offer.question": "They are not content: speed {speed}, attitude {attitude}, solved {solved}."
    " Open the case again?",
    "offer.owner": "It goes back to {who}.",
    "offer.me": "It goes back to you.",
    "offer.pool": "Nobody has it: it goes where cases wait to be taken.",
    "offer.why": "The reason: {why}",
    "offer.complaint": "Any dissatisfaction counts as a complaint: open it again as one, unless"
    " they said that it is none.",
    "offer.scores": "Not content when asked: speed {speed}, attitude {attitude},"
    " solved {solved} of 5",
    "reopened.owner": "{ref} is open again and goes back to {who}.",
    "reopened.me": "{ref} is open again; it is yours.",
    "reopened.pool": "{ref} is open again and waits to be taken.",
    "reopened.complaint": "It is a complaint now.",
    # --- on the case
    "waived": "not asked how it was: {why}",
    "waived.owed": "to be asked about {ref}",
    "waived.recent.days": "asked {days} days before, {ref}",
    "waived.recent.day": "asked the day before, {ref}",
    "waived.recent.today": "asked the same day, {ref}",
    "waived.recent": "asked not long before",
    "waived.opted_out": "they opted out",
    "waived.bereaved": "they are bereaved",
    "waived.litigation": "we are in litigation with them",
    "left_alone": "Not to be asked how it was: {why}",
    "fact.asked": "speed {speed}, attitude {attitude}, solved {solved} of 5",
    "fact.waived": "not asked: {why}",
    "fact.not_reached": "not reached, tried {tries} times",
    "fact.tried": "tried {tries} times",
    "fact.tried.one": "tried once",
    "next.silent": "nobody was reached: silence does not close a complaint; write down what they"
    " answer",
    # --- keys
    "act.follow_ups": "follow-up",
    "act.answer": "answer",
    "act.missed": "not reached",
    "act.open": "open",
    "act.down": "down",
    "act.up": "up",
    "act.onward": "next question",
    "act.backward": "question before",
    "act.complain": "open as a complaint",
    "act.reopen": "open it again",
    "act.leave": "leave it",
    "help.follow_ups": "Follow-up: whom to ask how it was",
    "help.answer": "Answer the question that has the keys: 1 poor to 5 good",
    "help.missed": "Nobody answered: the try counts",
    "help.open": "Open the case under the cursor",
    "help.down": "One customer down",
    "help.up": "One customer up",
    "help.onward": "The next question",
    "help.backward": "The question before",
    "help.complain": "Open the case again as a complaint; the customer's words are the reason",
    "help.reopen": "Open the case again; the customer's words are the reason",
    "help.leave": "Leave it resolved; the answers are written down",
}
