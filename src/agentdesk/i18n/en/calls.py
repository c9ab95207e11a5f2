"""Agreed calls: what a customer is written after one in vain; entries of a calendar."""

TEXTS = {
    "after_try.call": (
        "We rang you about {reference} and could not reach you. We will ring you again on {when}."
    ),
    "after_try.call.last": (
        "We rang you about {reference} several times and could not reach you. Please ring us when"
        " it suits you."
    ),
    "after_try.visit": (
        "We expected you about {reference}. We will ring you on {when} to find another time."
    ),
    "after_try.visit.last": (
        "We expected you about {reference}. Please ring us so that we find another time."
    ),
    "after_try.by_hand": "Not sent by this desk; send it as a text message: {text}",
    "ical.call": "Call {reference}",
    "ical.visit": "Visit {reference}",
}
