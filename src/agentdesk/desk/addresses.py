"""The e-mail address on file, mended where a letter did not arrive (C2).

Only the e-mail address: a telephone number that somebody has just given is never rung as the one on
file (C7). The address before is kept as a text of the case, so that the step can be taken back.
"""

from __future__ import annotations

from dataclasses import replace

from agentdesk.desk.acting import Loaded
from agentdesk.desk.context import Context
from agentdesk.domain.bounces import plain_address
from agentdesk.domain.events import ADDRESS_KEPT
from agentdesk.domain.values import Audience, Event, Refused
from agentdesk.store import content, customers, log, search, subjects
from agentdesk.store.content import Text
from agentdesk.store.tx import Tx


def texts(before: str, after: str) -> tuple[Text, Text]:
    """Both addresses as texts of the case: the new one, then the one it replaces (perhaps none)."""
    return (
        Text("address", after, Audience.INTERNAL),
        Text("address", before, Audience.INTERNAL),
    )


def differs(on_file: str, address: str) -> bool:
    """Whether an address is another than the one on file."""
    return plain_address(on_file) != plain_address(address)


def keep(ctx: Context, tx: Tx, subject: int, address: str) -> None:
    """The customer has this address from now on: on their record, in the keys by which they are
    found, in the words of each of their cases."""
    cases = customers.cases_of(tx, subject)
    for case_id in cases:
        search.forget(tx, case_id)
    subjects.change(tx, subject, replace(subjects.get(tx, subject), email=address))
    for case_id in cases:
        search.put(tx, case_id)
    body = {"subject": subject, "fields": ["email"]}
    event = Event("customer_changed", tx.now, ctx.me.code, body)
    log.append(tx, 0, [event], now=tx.now, source=ctx.source)


def put_back(ctx: Context, tx: Tx, done: Loaded) -> None:
    """A step was taken back; if it had kept an address, the one before is on file again. Raises
    Refused ``undo_nothing`` where somebody has changed it since, ``text_gone`` (erased)."""
    last = done.fresh[-1]
    if last.kind != ADDRESS_KEPT or not last.body.get("undo"):
        return
    known = {one.id: one.body for one in content.of_case(tx, done.case_id)}
    kept = known.get(last.body.get("before", 0))
    was = known.get(last.body["address"]) if last.body.get("address") else ""
    if kept is None or was is None:
        raise Refused("text_gone")
    if subjects.get(tx, done.state.subject).email != kept:
        raise Refused("undo_nothing")
    keep(ctx, tx, done.state.subject, was)
