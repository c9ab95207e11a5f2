"""Telling customers: the form's own keys, and the fields of templates."""

TEXTS = {
    "act.template": "template",
    "act.preview": "preview",
    "help.template": "Choose a template: those that fit stand first",
    "help.preview": "Show exactly what the customer gets, or the fields again",
    # --- fields of templates
    "field.customer": "(their name)",
    "field.finish": "(expected finish)",
    "field.next": "(next update)",
    "field.department": "(department)",
    "field.callback": "(agreed call)",
    "field.what": "(what is being done)",
    "field.findings": "(findings)",
    "field.result": "(result)",
    "field.documents": "(documents)",
    "field.reason": "(reason)",
    "field.question": "(question)",
}
