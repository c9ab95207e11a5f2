"""Random lives of cases: events as a desk writes them, in any order that the life of a case allows.

Not a copy of the rules of `case`: only the order of events that it lets through, so that clocks and
places are tried on what can happen. Gaps favour the instants at which budgets end.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from agentdesk.domain import events as k
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Event

START = 1_788_000_000 * SECOND  # a Friday in August 2026; lives spread over the weeks after it

GAPS = st.one_of(
    st.sampled_from(
        [0, 1, SECOND, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 24 * HOUR,
         72 * HOUR]
    ),
    st.integers(0, 3 * DAY),
    st.integers(0, 240).map(lambda minutes: minutes * MINUTE),
)  # fmt: skip

PRIORITIES = st.sampled_from(["P1", "P2", "P3"])
CLASSES = st.sampled_from(["common", "complex", "complaint"])
CATEGORIES = ["account", "mortgage", "fraud", "trade", "service", "no_such"]
KINDS = ["enquiry", "transaction", "complaint", "after_sales", "risk", "suggestion"]


@st.composite
def lives(draw: st.DrawFn, longest: int = 12) -> list[Event]:
    """The log of one case, from its receipt to anywhere in its life."""
    life = _Life(draw)
    for _ in range(draw(st.integers(0, longest))):
        life.step()
    return life.events


class _Life:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.now = START + draw(st.integers(0, 40 * DAY // MINUTE)) * MINUTE
        self.status = "new"
        self.handoffs: list[str] = []
        self.given = 0
        self.events: list[Event] = []
        some = st.sampled_from
        self.add(
            k.RECEIVED,
            **{"class": draw(CLASSES)},
            priority=draw(PRIORITIES),
            kind=draw(some(KINDS)),
            line=draw(some(["personal", "securities"])),
            category=draw(some(CATEGORIES)),
            channel=draw(some(["phone", "chat", "social", "email"])),
            care=draw(st.booleans()),
            in_person=draw(st.booleans()),
            promised_at=draw(st.none() | st.integers(1, 2 * DAY).map(lambda s: self.now + s)),
        )

    def add(self, kind: str, /, **body: Any) -> None:
        said = {key: value for key, value in body.items() if value is not None}
        self.events.append(Event(kind, self.now, "li.wei", said, ver=len(self.events) + 1))

    def later(self, most: int = 3 * DAY) -> int | None:
        ahead = self.draw(st.none() | st.integers(1, most) | st.sampled_from([HOUR, 4 * HOUR]))
        return None if ahead is None else self.now + ahead

    def step(self) -> None:
        self.now += self.draw(GAPS)
        kinds = {
            "new": ["registered", "assigned", "auto_ack", "message", "priority", "surge"],
            "open": ["reply", "reply", "message", "wait", "handoff", "resolve", "priority",
                     "klass", "assigned", "release", "surge", "note", *self.of_handoffs()],
            "waiting": ["reply", "message", "message", "resolve", "klass", *self.of_handoffs()],
            "resolved": ["reopen", "message_reopen", "tried", "done", "closed", "message"],
            "closed": ["reopen", "close_undone"],
        }[self.status]  # fmt: skip
        getattr(self, self.draw(st.sampled_from(kinds)))()

    def of_handoffs(self) -> list[str]:
        return ["accept", "progress", "reject", "give_back"] if self.handoffs else []

    def registered(self) -> None:
        self.add(k.REGISTERED, accountable="li.wei")
        self.status = "open"

    def assigned(self) -> None:
        if self.status == "new":
            self.registered()
        self.add(k.ASSIGNED, to="li.wei", how="claim")

    def release(self) -> None:
        self.add(k.ASSIGNED, how="release")

    def auto_ack(self) -> None:
        self.add(k.AUTO_ACK)

    def note(self) -> None:
        self.add(k.NOTE, contained=self.draw(st.booleans()))

    def surge(self) -> None:
        self.add(k.SURGE, on=self.draw(st.booleans()))

    def reply(self) -> None:
        draw = self.draw
        self.add(
            k.REPLY,
            text=1,
            new=draw(st.booleans()),
            findings=draw(st.booleans()),
            promised_at=self.later(),
            finish_at=self.later(20 * DAY),
        )
        self.status = "open"

    def message(self) -> None:
        self.add(k.CUSTOMER_MESSAGE, text=1)
        if self.status == "waiting":
            self.status = "open"

    def message_reopen(self) -> None:
        self.message()
        self.reopen()

    def wait(self) -> None:
        text = self.draw(st.sampled_from([None, 1]))
        self.add(k.WAITING, text=text, remind_at=self.later(5 * DAY) or self.now + DAY)
        self.status = "waiting"

    def priority(self) -> None:
        self.add(k.PRIORITY_CHANGED, to=self.draw(PRIORITIES), why=1)

    def klass(self) -> None:
        self.add(k.CLASS_CHANGED, to=self.draw(CLASSES), why=1)

    def handoff(self) -> None:
        self.given += 1
        self.handoffs.append(f"H{self.given}")
        dept = self.draw(st.sampled_from(["payments", "fraud", "it"]))
        self.add(k.HANDOFF, id=self.handoffs[-1], dept=dept)

    def accept(self) -> None:
        self.add(k.DEPT_ACCEPT, id=self.handoffs[-1])

    def progress(self) -> None:
        self.add(k.DEPT_PROGRESS, id=self.handoffs[-1], next_at=self.later())

    def reject(self) -> None:
        self.add(k.DEPT_REJECT, id=self.handoffs.pop())

    def give_back(self) -> None:
        self.add(k.DEPT_RETURN, id=self.handoffs.pop())

    def resolve(self) -> None:
        self.add(k.RESOLVED, done=1, told=1)
        self.handoffs.clear()
        self.status = "resolved"

    def reopen(self) -> None:
        self.add(k.REOPENED)
        self.status = "open"

    def tried(self) -> None:
        self.add(k.FOLLOWUP_TRIED)

    def done(self) -> None:
        self.add(k.FOLLOWUP_DONE)

    def closed(self) -> None:
        self.add(k.CLOSED)
        self.status = "closed"

    def close_undone(self) -> None:
        self.add(k.CLOSE_UNDONE)
        self.status = "resolved"
