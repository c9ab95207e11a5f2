"""Reading one template file (TOML): the template, or everything that is wrong with it.

    # progress.toml: the code is the file's name
    order = 20                         # among others that fit as well
    kinds = ["after_sales"]            # of which cases; each may be left out
    classes = ["complex"]
    statuses = ["open", "waiting"]
    when = ["department"]              # see `templates.SITUATIONS`
    own_words = false                  # true: a frame that takes words of the agent's own
    purpose = "update"                 # or "receipt"
    retired = false                    # true: a bundled one that is not wanted

    [en]
    name = "Progress"                  # as it is offered
    subject = "Your request {reference}"
    body = '''…'''

    [zh]
    …

``letter.toml`` holds, for each language, what stands around a text: subject, greeting, nobody,
signature, sms.
"""

from __future__ import annotations

import re
import tomllib

from agentdesk.domain.policy_reader import Problem, Reader, Table, near
from agentdesk.domain.templates import (
    AUTOMATIC,
    FIELDS,
    PURPOSES,
    RECEIPT,
    SITUATIONS,
    UPDATE,
    Frame,
    Template,
    Wording,
    fields_of,
)
from agentdesk.domain.text import clean
from agentdesk.domain.toml_text import broken, read_toml
from agentdesk.domain.values import CaseClass, Kind, Status

LETTER = "letter"
"""The code of the file that holds the frames."""
LANGUAGES = ("en", "zh")
LONGEST = 60_000
LONGEST_NAME = 60
LONGEST_SUBJECT = 150
LONGEST_BODY = 8_000

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_TOP = (
    "order",
    "kinds",
    "classes",
    "statuses",
    "when",
    "own_words",
    "purpose",
    "retired",
    *LANGUAGES,
)
_WORDS = ("name", "subject", "body")
_FRAME = ("subject", "greeting", "nobody", "signature", "sms")
_AT_RECEIPT = (*AUTOMATIC, "finish", "next")
"""Nobody writes a receipt: there are no words of anybody's own in it."""


def read(code: str, text: str) -> tuple[Template | dict[str, Frame] | None, tuple[Problem, ...]]:
    """A template (for ``letter``: the frames by language), or None and its problems by line."""
    if len(text) > LONGEST:
        return None, (Problem("", None, "too_big", {"high": LONGEST}),)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        data = read_toml(text)
    except tomllib.TOMLDecodeError as wrong:
        return None, (_syntax(wrong, text),)
    reader = Reader(text)
    if _CODE.fullmatch(code) is None:
        reader.problem("code_form", ())
    found: Template | dict[str, Frame]
    if code == LETTER:
        found = _frames(Table(reader, (), data, LANGUAGES))
    else:
        found = _template(code, Table(reader, (), data, _TOP))
    if reader.problems:
        return None, tuple(sorted(reader.problems, key=lambda one: (one.line or 0, one.key)))
    return found, ()


def _syntax(error: ValueError, text: str) -> Problem:
    message, line, row = broken(error, text)
    if not row:
        return Problem("", line, "syntax_only", {"message": message})
    return Problem("", line, "syntax", {"message": message, "row": row})


def _template(code: str, top: Table) -> Template:
    purpose = top.choice("purpose", PURPOSES, UPDATE)
    if top.flag("retired"):
        return Template(code, {}, purpose, retired=True)
    allowed = _AT_RECEIPT if purpose == RECEIPT else FIELDS
    return Template(
        code=code,
        words={lang: _wording(top, lang, allowed) for lang in LANGUAGES},
        purpose=purpose,
        order=top.number("order", 50, 0, 1000),
        own_words=top.flag("own_words"),
        kinds=top.choices("kinds", tuple(one.value for one in Kind)),
        classes=top.choices("classes", tuple(one.value for one in CaseClass)),
        statuses=top.choices("statuses", tuple(one.value for one in Status)),
        when=top.choices("when", SITUATIONS),
    )


def _wording(top: Table, lang: str, allowed: tuple[str, ...]) -> Wording:
    if not top.need(lang):
        return Wording("", "", "")
    table = top.table(lang, _WORDS)
    return Wording(
        name=table.text("name", longest=LONGEST_NAME),
        subject=_known(table, "subject", table.text("subject", longest=LONGEST_SUBJECT), allowed),
        body=_lines(table, "body", allowed),
    )


def _frames(top: Table) -> dict[str, Frame]:
    frames = {}
    for lang in LANGUAGES:
        if not top.need(lang):
            continue
        table = top.table(lang, _FRAME)
        subject = table.text("subject", longest=LONGEST_SUBJECT)
        frames[lang] = Frame(
            subject=_known(table, "subject", subject, AUTOMATIC),
            **{key: _lines(table, key, AUTOMATIC) for key in _FRAME if key != "subject"},
        )
    return frames


def _lines(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """A text of many lines, its fields known."""
    value = table.data.get(key)
    if not table.need(key):
        return ""
    if not isinstance(value, str) or not value.strip():
        table.problem("want_text", key, None if isinstance(value, str) else value)
        return ""
    if clean(value, multiline=True) != value:
        table.problem("template_control", key)
    elif len(value) > LONGEST_BODY:
        table.problem("too_long", key, value, high=LONGEST_BODY)
    return _known(table, key, value.strip(), allowed)


def _known(table: Table, key: str, text: str, allowed: tuple[str, ...]) -> str:
    """The text; every field in it that there is not is a problem, where it stands."""
    for name in fields_of(text):
        if name in allowed:
            continue
        meant = near(name, allowed)
        said = {"allowed": ", ".join(allowed), **({"near": meant} if meant else {})}
        code = "template_field" if meant is None else "template_field_near"
        table.problem(code, key, f"{{{name}}}", **said)
    return text
