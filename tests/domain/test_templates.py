"""Templates: fields are filled once, nothing in a value is ever looked at again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agentdesk.desk.templates import bundled
from agentdesk.domain import templates
from agentdesk.domain.templates import FIELDS, Facts, Frame, Template, Wording
from agentdesk.domain.templates_read import LETTER, read
from agentdesk.domain.text import one_line

FRAME = Frame("Re {reference}", "Dear {customer},", "Dear customer,", "{handler}", "{desk}")
GOOD = """
[en]
name = "N"
subject = "S {reference}"
body = "B {what}"
[zh]
name = "名"
subject = "S {reference}"
body = "B {what}"
"""


def filled(text: str, **values: str) -> str:
    return templates.fill(text, values).text


# --- filling


def test_a_field_is_filled_and_braces_are_braces() -> None:
    assert filled("Dear {customer}, {{ok}} {", customer="Li Wei") == "Dear Li Wei, {ok} {"


def test_what_has_no_value_stays_and_is_marked() -> None:
    made = templates.fill("By {next}: {what}, {next}", {"what": "a"})
    assert made.missing == ("next",)
    assert [made.text[start:end] for start, end in made.marks] == ["{next}", "{next}"]


def test_a_blank_value_is_none() -> None:
    assert templates.fill("{what}", {"what": " \n "}).missing == ("what",)


HOSTILE = st.text(max_size=60) | st.sampled_from(
    ["{customer}", "{{", "}}", "[b]x[/b]", "a\r\nBcc: b@c.de", "{0.__class__}", "%s", "\u202e"]
)


@given(HOSTILE, HOSTILE)
@example("{what}", "{customer}")
@example("}}{{", "[red]x")
def test_values_come_out_as_they_are(customer: str, what: str) -> None:
    made = templates.fill("<{customer}|{what}>", {"customer": customer, "what": what})
    expected = [one_line(value) or f"{{{name}}}" for name, value in
                (("customer", customer), ("what", what))]  # fmt: skip
    assert made.text == f"<{expected[0]}|{expected[1]}>"
    assert "\n" not in made.text
    assert "\r" not in made.text


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(FIELDS), HOSTILE))
@example("{" * 50 + "what" + "}" * 50, {})
def test_any_template_text_can_be_filled(text: str, values: dict[str, str]) -> None:
    made = templates.fill(text, values)
    for (start, end), name in zip(made.marks[:1], made.missing[:1], strict=True):
        assert made.text[start:end] == f"{{{name}}}"
    templates.gaps(text, values)
    templates.own_words(text, made.text)
    templates.letter(FRAME, text, values, template=True)


@given(st.text(max_size=200))
def test_a_plain_reply_is_sent_as_it_is_typed(text: str) -> None:
    made = templates.letter(FRAME, text, {"reference": "C-1", "handler": "L"}, template=False)
    assert made.parts[1].text == text.strip()
    assert not made.missing


def test_who_has_no_name_is_greeted_all_the_same() -> None:
    made = templates.letter(FRAME, "x", {"reference": "C-1", "handler": "L"}, template=False)
    assert made.text == "Dear customer,\n\nx\n\nL"


# --- whose words


@pytest.mark.parametrize(
    ("template", "text", "own"),
    [
        ("We look into {what}.", "We look into {what}.", 0),
        ("We look into {what}.", "We look into the fee.", 2),
        ("We look into {what}.", "We look  into what", 1),
        ("请核实{what}", "请核实手续费", 3),
        ("a a", "a a a", 1),
    ],
)
def test_own_words_are_those_beside_the_templates(template: str, text: str, own: int) -> None:
    assert templates.own_words(template, text) == own


def test_white_space_alone_is_no_edit() -> None:
    assert not templates.edited("a b\n\nc", "a  b c ")
    assert templates.edited("a b", "a b c")


# --- which one


def made(code: str, **conditions: object) -> Template:
    return Template(code, {"en": Wording(code, "s", "b")}, **conditions)  # type: ignore[arg-type]


def test_what_fits_best_stands_first() -> None:
    every = [
        made("any", order=1),
        made("late", when=("late",)),
        made("complaint", classes=("complaint",)),
        made("other", classes=("complex",)),
        made("receipt", purpose="receipt"),
    ]
    facts = Facts("enquiry", "complaint", "open", frozenset({"late"}))
    order = [(one.code, fits) for one, fits in templates.suggested(every, facts)]
    assert order == [("complaint", True), ("late", True), ("any", True), ("other", False)]


# --- files


def test_every_bundled_template_is_sound() -> None:
    found = {code: read(code, text) for code, text in bundled().items()}
    assert [(code, problems) for code, (_, problems) in found.items() if problems] == []
    updates = [one for one, _ in found.values() if isinstance(one, Template)]
    assert sum(one.purpose == templates.UPDATE for one in updates) >= 10
    assert LETTER in found


def test_both_languages_of_a_bundled_template_hold_the_same_fields() -> None:
    for code, text in bundled().items():
        one, _ = read(code, text)
        if isinstance(one, Template):
            en, zh = (set(templates.fields_of(one.words[lang].body)) for lang in ("en", "zh"))
            assert en ^ zh <= {"reference"}, code


@pytest.mark.parametrize(
    ("change", "code", "key", "line"),
    [
        (("{what}", "{waht}"), "template_field_near", "en.body", 5),
        (("{what}", "{xyzzy}"), "template_field", "en.body", 5),
        (('[zh]\nname = "名"\n', "[zh]\n"), "missing", "zh.name", 6),
        (("[zh]", "[fr]"), "unknown", "fr", 6),
        (('"N"', "1"), "want_text", "en.name", 3),
        (('"N"', '"N'), "syntax", "", 3),
        (('"S {reference}"', '"S\\r\\nBcc: x"'), "control", "en.subject", 4),
        (('"B {what}"', '"B\\u202e"'), "template_control", "en.body", 5),
        (("\n[en]", 'when = ["never"]\n[en]'), "choice", "when", 1),
        (("\n[en]", "ordre = 1\n[en]"), "unknown_near", "ordre", 1),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    change: tuple[str, str], code: str, key: str, line: int
) -> None:
    found, problems = read("ours", GOOD.replace(*change, 1))
    assert found is None
    said = [(one.code, one.key, one.line) for one in problems]
    assert (code, key, line) in said


def test_a_receipt_has_no_fields_of_anybodys_own() -> None:
    found, problems = read("ours", 'purpose = "receipt"\n' + GOOD)
    assert found is None
    assert {one.code for one in problems} == {"template_field"}


@given(st.text(max_size=300))
def test_reading_never_raises(text: str) -> None:
    read("ours", text)
    read("letter", text)
