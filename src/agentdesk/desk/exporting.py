"""Giving data out: events and cases, with or without what people wrote (G1, G2).

Without texts nothing that anybody typed leaves the desk: codes, ids and instants only. With texts
it is customers' data, and leads only; what is restricted (suspicion) never leaves by this door.
Every export is an event of the desk.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from agentdesk.desk.context import Context, told
from agentdesk.domain.values import Event, Refused
from agentdesk.store import export, log
from agentdesk.store.engine import Aside
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.export import Exported
from agentdesk.store.tx import Row, Tx

PAGE = 500


@dataclass(slots=True)
class Tally:
    """What has been given out so far, and what was held back."""

    events: int = 0
    cases: int = 0
    restricted: int = 0
    """Texts held back because they are restricted."""
    erased: int = 0
    """Texts that are not there any more because the customer was erased."""


async def events(
    ctx: Context, tally: Tally, *, with_text: bool = False
) -> AsyncIterator[Mapping[str, Any]]:
    """Every event up to now, oldest first, as plain values. Raises Refused, DeskTrouble."""
    _may(ctx, with_text)
    async with _aside(ctx, tally) as aside:
        last = (await aside.read(log.head))[0]
        after = 0
        while after < last:
            page = await aside.read(partial(_event_page, after=after, with_text=with_text))
            for row, texts in page:
                if row["seq"] > last:
                    return
                tally.events += 1
                yield _event(ctx, row, texts, tally)
            after = page[-1][0]["seq"] if page else last


async def cases(
    ctx: Context, tally: Tally, *, with_text: bool = False
) -> AsyncIterator[Mapping[str, Any]]:
    """Every case as it stands, by number, as plain values. Raises Refused, DeskTrouble."""
    _may(ctx, with_text)
    async with _aside(ctx, tally) as aside:
        after = 0
        while page := await aside.read(partial(_case_page, after=after, with_text=with_text)):
            for row, text in page:
                tally.cases += 1
                yield _case(ctx, row, text, with_text)
            after = page[-1][0]["id"]


def _may(ctx: Context, with_text: bool) -> None:
    if with_text and not ctx.lead:
        raise Refused("leads_only")


@asynccontextmanager
async def _aside(ctx: Context, tally: Tally) -> AsyncIterator[Aside]:
    """A reader of one's own; in the end the log says what was given out."""
    try:
        async with ctx.store.aside() as aside:
            yield aside
    except StoreTrouble as trouble:
        raise told(trouble) from trouble
    finally:
        await _record(ctx, tally)


async def _record(ctx: Context, tally: Tally) -> None:
    body = {"events": tally.events, "cases": tally.cases}

    def work(tx: Tx) -> None:
        event = Event("exported", tx.now, ctx.me.code, body)
        log.append(tx, 0, [event], now=tx.now, source=ctx.source)

    await ctx.write(work)


def _event_page(
    tx: Tx, after: int, with_text: bool
) -> list[tuple[Row, Mapping[int, Exported] | None]]:
    rows = log.rows(tx, after, PAGE)
    if not with_text:
        return [(row, None) for row in rows]
    named = {number for row in rows for number in _contents(json.loads(row["body"]))}
    found = export.texts(tx, named)
    return [(row, found) for row in rows]


def _contents(body: Mapping[str, Any]) -> list[int]:
    return [body[key] for key in log.CONTENT_KEYS if isinstance(body.get(key), int)]


def _event(
    ctx: Context, row: Row, texts: Mapping[int, Exported] | None, tally: Tally
) -> Mapping[str, Any]:
    body = json.loads(row["body"])
    told_of: dict[str, Any] = {
        "desk": ctx.store.uid,
        "seq": row["seq"],
        "case": row["case_id"],
        "ver": row["ver"],
        "kind": row["kind"],
        "v": row["v"],
        "at": row["at"],
        "recorded_at": row["recorded_at"],
        "actor": row["actor"],
        "source": row["source"],
        "op_id": row["op_id"],
        "key_id": row["key_id"],
        "body": body,
        "prev": row["prev"].hex(),
        "mac": row["mac"].hex(),
    }
    if texts is not None:
        told_of["texts"] = {
            key: _text(texts.get(body[key]), tally)
            for key in log.CONTENT_KEYS
            if isinstance(body.get(key), int)
        }
    return told_of


def _text(text: Exported | None, tally: Tally) -> str | None:
    if text is None:
        return None
    if text.restricted:
        tally.restricted += 1
        return None
    tally.erased += text.body is None
    return text.body


def _case_page(tx: Tx, after: int, with_text: bool) -> list[tuple[Row, Exported | None]]:
    rows = export.cases(tx, after, PAGE)
    if not with_text:
        return [(row, None) for row in rows]
    found = export.texts(tx, [row["text_id"] for row in rows if row["text_id"] is not None])
    return [(row, found.get(row["text_id"] or 0)) for row in rows]


_CASE = (
    "status", "priority", "class", "kind", "line", "category", "channel", "source", "owner",
    "accountable", "received", "band", "clock", "clock_due", "broken_clock", "broken_since",
    "wake_at", "resolved_at", "resolved_by", "follow_up_due", "chasers", "care", "surge", "ver",
)  # fmt: skip


def _case(ctx: Context, row: Row, text: Exported | None, with_text: bool) -> Mapping[str, Any]:
    told_of: dict[str, Any] = {
        "desk": ctx.store.uid,
        "reference": row["ref"],
        "external_reference": row["ext_ref"],
        **{name: row[name] for name in _CASE},
    }
    if with_text:
        told_of["title"] = row["title_body"]
        told_of["text"] = None if text is None or text.restricted else text.body
        told_of["customer"] = row["customer_name"]
        told_of["phone"] = row["customer_phone"]
        told_of["email"] = row["customer_email"]
    return told_of
