"""Telling customers: the form's own keys, and the fields of templates."""

TEXTS = {
    "act.template": "template",
    "act.preview": "preview",
    "help.template": "Choose a template: those that fit stand first",
    "help.preview": "Show exactly what the customer gets, or the fields again",
    # --- fields of templates
    "field": "{name} ({word})",
    "field.customer": "their name",
    "field.finish": "expected finish",
    "field.next": "next update",
    "field.department": "department",
    "field.callback": "agreed call",
    "field.what": "what is being done",
    "field.findings": "findings",
    "field.result": "result",
    "field.documents": "documents",
    "field.reason": "reason",
    "field.question": "question",
    # --- letters of a case
    "by.email": "by e-mail",
    "by.sms": "by SMS",
    "mail.to": "{by} to {to}, written {at}",
    "mail.failed": "It did not arrive: {why}",
    "mail.on_its_way": "● on its way {by}",
    "mail.again": "● not sent yet, {count} tries: {why}; again {at}",
    "event.sent": "sent {by}",
    "event.failed": "▲ did not arrive ({by}): {why}",
    "event.unsure": "▲ nobody knows whether it arrived ({by}): {why}",
    "event.seen": "saw to the undelivered letter: told another way",
    "event.seen.again": "sent the undelivered letter again",
}
