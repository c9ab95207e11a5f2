"""Real stores for tests: real files, the bundled policy, cases as the desk would write them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from agentdesk.desk.clock import SetClock, SystemClock
from agentdesk.domain import policy as rules
from agentdesk.domain.standing import standing
from agentdesk.domain.values import MINUTE, Audience, Clock, Event
from agentdesk.store import cases, content, log, policies, search, subjects
from agentdesk.store.cases import Folded
from agentdesk.store.content import Text
from agentdesk.store.engine import Store
from agentdesk.store.search import About
from agentdesk.store.subjects import Customer
from agentdesk.store.tx import Tx

START = 1_772_100_000_000_000
"""26 February 2026, 10:00 UTC: a working day everywhere."""

SOURCE = "test tester@host 0"

CLOCK = SystemClock()


@cache
def bundled() -> rules.Policy:
    """The bundled policy, resolved once."""
    text = files("agentdesk").joinpath("data/policy.toml").read_text("utf-8")
    proposal, problems = rules.parse(text)
    assert proposal is not None, problems
    return rules.resolve(proposal, "Asia/Shanghai", "CN", range(2025, 2028))


@asynccontextmanager
async def open_store(
    folder: Path, *, clock: Clock | None = None, create: bool = True, plain: bool = False
) -> AsyncIterator[Store]:
    """A store, closed at the end; a new one has the bundled policy as version 1."""
    store = await Store.open(folder, clock=clock or SetClock(START), create=create, plain=plain)
    try:
        if create:
            await store.write(apply_policy)
        yield store
    finally:
        await store.aclose()


def apply_policy(tx: Tx) -> None:
    """The bundled policy as the next version, with its event."""
    made = policies.add(tx, at=tx.now, text="", policy=bundled(), actor="li", os_user="tester")
    body = {"version": made.version, "digest": made.digest}
    log.append(tx, 0, [Event("policy_applied", tx.now, "li", body)], now=tx.now, source=SOURCE)


def receive(
    tx: Tx,
    words: str = "The card was charged twice. 转账失败",
    *,
    name: str = "王小明",
    ext_ref: str | None = None,
    op_id: str | None = None,
    owner: str | None = "li",
) -> int:
    """A new case of a new customer, registered, with its row, clocks and words; its id."""
    case_id = cases.next_id(tx)
    customer = Customer(name)
    subject = subjects.add(tx, customer)
    texts = [Text("title", words[:20]), Text("request", words)]
    title, text = content.add(tx, case_id=case_id, subject=subject, texts=texts)
    body: dict[str, Any] = {
        "priority": "P2", "class": "common", "kind": "transaction", "line": "personal",
        "category": "card", "channel": "phone", "source": "customer", "subject": subject,
        "title": title, "text": text,
    }  # fmt: skip
    if ext_ref is not None:
        body["ext_ref"] = ext_ref
    made = [Event("received", tx.now - MINUTE, "system", body)]
    made.append(Event("registered", tx.now, "system", {"accountable": "li"}))
    if owner is not None:
        made.append(Event("assigned", tx.now, owner, {"to": owner, "how": "claim"}))
    stamped = log.append(tx, case_id, made, now=tx.now, source=SOURCE, op_id=op_id, after=0)
    folded = fold(tx, case_id, stamped)
    cases.insert_new(tx, [(folded, ext_ref)])
    search.add_new(tx, [(About(case_id, customer.words, ext_ref), texts)])
    return case_id


def note(tx: Tx, case_id: int, words: str = "rang back", *, op_id: str | None = None) -> Event:
    """A note on a case."""
    subject = log.events(tx, case_id)[0].body["subject"]
    texts = [Text("note", words, Audience.INTERNAL)]
    search.extend(tx, case_id, texts)
    (text,) = content.add(tx, case_id=case_id, subject=subject, texts=texts)
    body = {"text": text, "audience": "internal"}
    (stamped,) = log.append(
        tx, case_id, [Event("note", tx.now, "li", body)], now=tx.now, source=SOURCE, op_id=op_id
    )
    cases.project(tx, [fold(tx, case_id, log.events(tx, case_id))])
    return stamped


def hand_off(tx: Tx, case_id: int, dept: str = "payments") -> None:
    """A department is asked about a case, and accepts."""
    made = [
        Event("handoff", tx.now, "li", {"id": "h1", "dept": dept, "main": True}),
        Event("dept_accept", tx.now, "wu", {"id": "h1"}),
    ]
    log.append(tx, case_id, made, now=tx.now, source=SOURCE)
    cases.project(tx, [fold(tx, case_id, log.events(tx, case_id))])


def fold(tx: Tx, case_id: int, events: Sequence[Event]) -> Folded:
    """How a case stands now."""
    timeline = tuple(
        (one.at, bundled().numbered(one.version)) for one in policies.versions(tx)
    )  # read by hand: loading a policy for each case would take most of a test's time
    return Folded(case_id, standing(events, timeline, tx.now, case_id), tx.now)


def some_cases(count: int) -> Any:
    """Work that receives cases, every other with a note."""

    def work(tx: Tx) -> list[int]:
        made = [receive(tx, f"Case number {n} about 理财产品 {n}") for n in range(count)]
        for case_id in made[::2]:
            note(tx, case_id, f"note on {case_id}")
        return made

    return work
