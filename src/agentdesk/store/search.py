"""Text search: one row a case in the index, made of everything written in the case.

Words and pairs of Han characters are cut by `domain.words`; the index itself only stores them
(contentless). To change a row its old words are given back, so they are made anew from the same
texts. Restricted texts (suspicion, G2) are never indexed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from agentdesk.domain import words
from agentdesk.domain.values import Audience
from agentdesk.store import content, schema, subjects
from agentdesk.store.cases import reference
from agentdesk.store.content import Text
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

# FTS5's own commands have no form in SQLAlchemy Core.
_PUT = Sql("INSERT INTO search(rowid, words) VALUES (:id, :words)", {}, frozenset({"id", "words"}))
_TAKE_OUT = Sql(
    "INSERT INTO search(search, rowid, words) VALUES ('delete', :id, :words)",
    {},
    frozenset({"id", "words"}),
)
_MATCHES = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :words LIMIT :enough + 0)",
    {},
    frozenset({"words", "enough"}),
)
_ABOUT = compiled(
    select(schema.cases.c.subject, schema.cases.c.ext_ref).where(
        schema.cases.c.id == bindparam("id")
    )
)


@dataclass(frozen=True, slots=True)
class About:
    """What a case is found by beside its texts."""

    case_id: int
    customer: str
    ext_ref: str | None = None


def words_of(about: About, texts: Iterable[tuple[Audience, str | None]]) -> str:
    """The words a case is found by, in the form the index takes."""
    parts = [reference(about.case_id), about.ext_ref or "", about.customer]
    return _joined(parts, texts)


def add_new(tx: Tx, made: Sequence[tuple[About, Sequence[Text]]]) -> None:
    """Index cases that were just received, with the texts they came with."""
    rows = (
        {
            "id": about.case_id,
            "words": words_of(about, [(text.audience, text.body) for text in texts]),
        }
        for about, texts in made
    )
    tx.many(_PUT, rows)


def extend(tx: Tx, case_id: int, texts: Sequence[Text]) -> None:
    """Index texts that a case is about to get: call it before they are stored."""
    more = _joined((), [(text.audience, text.body) for text in texts])
    if not more:
        return
    present = _present_words(tx, case_id)
    tx.run(_TAKE_OUT, {"id": case_id, "words": present})
    tx.run(_PUT, {"id": case_id, "words": f"{present} {more}"})


def forget(tx: Tx, case_id: int) -> None:
    """Take a case out of the index: before a text of it is changed or erased."""
    tx.run(_TAKE_OUT, {"id": case_id, "words": _present_words(tx, case_id)})


def put(tx: Tx, case_id: int) -> None:
    """Index a case that is not in the index, with its texts as they stand."""
    tx.run(_PUT, {"id": case_id, "words": _present_words(tx, case_id)})


def matches(tx: Tx, expression: str, enough: int) -> int:
    """How many cases match, counted no further than ``enough``."""
    return int(tx.value(_MATCHES, {"words": expression, "enough": enough}))


def _present_words(tx: Tx, case_id: int) -> str:
    subject, ext_ref = tx.one(_ABOUT, {"id": case_id}) or (0, None)
    about = About(case_id, subjects.get(tx, subject).words, ext_ref)
    return words_of(about, [(text.audience, text.body) for text in content.of_case(tx, case_id)])


def _joined(parts: Iterable[str], texts: Iterable[tuple[Audience, str | None]]) -> str:
    """Cut part by part, so that a text which is added later only adds its own words."""
    found: list[str] = []
    for part in parts:
        found += words.tokens(part)
    for audience, body in texts:
        if body and audience is not Audience.RESTRICTED:
            found += words.tokens(body)
    return " ".join(found)
