"""One case with 10 events: as the store gives it, and as the case screen gets it."""

from __future__ import annotations

from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.store import content, log, pages
from benchmarks import desks, floor
from benchmarks.desks import NOW
from benchmarks.harness import Bench, ratio_at_most

RAW = "the same rows (case, customer, title, events, texts), raw, in the same thread"
ROW = """
SELECT c.*, t.body, s.name FROM cases c LEFT JOIN content t ON t.id = c.title
LEFT JOIN subject s ON s.id = c.subject WHERE c.id = ?
"""
EVENTS = """
SELECT case_id, kind, at, actor, body, ver, recorded_at, seq, source, v FROM event
WHERE case_id = ? ORDER BY ver
"""
TEXTS = "SELECT id, kind, audience, body, erased_at FROM content WHERE case_id = ? ORDER BY id"


async def run(bench: Bench) -> None:
    """Measure the store's three statements in one hop, and the whole view of a case."""
    folder = bench.folder / "case"
    await desks.make(folder, bench.pick(2_000, 300))
    raw = floor.connect(folder)
    try:
        async with desks.opened(folder) as desk:
            case_id = await worked_case(desk)
            events = raw.execute(EVENTS, (case_id,)).fetchall()
            assert len(events) == 10

            async def stored(count: int) -> None:
                for _ in range(count):
                    await desk.ctx.store.read(
                        lambda tx: (
                            pages.line(tx, case_id),
                            log.events(tx, case_id),
                            content.of_case(tx, case_id),
                        )
                    )

            async def whole(count: int) -> None:
                for _ in range(count):
                    await desk.case(case_id)

            def rows(count: int) -> None:
                for _ in range(count):
                    raw.execute(ROW, (case_id,)).fetchone()
                    raw.execute(EVENTS, (case_id,)).fetchall()
                    raw.execute(TEXTS, (case_id,)).fetchall()

            await bench.compare(
                "store call, one hop", stored, rows, against=RAW, goal=ratio_at_most(2.5)
            )
            await bench.compare(
                "desk's case, folded", whole, rows, against=RAW,
                note="with its clocks, order, story and what can be done, from its events",
            )  # fmt: skip
    finally:
        raw.close()


async def worked_case(desk: Desk) -> int:
    """A case with ten events, as work leaves them behind; its id."""
    row = IncomingCase("Charged twice", "My card was charged twice. 退款没有收到", "王小明")
    case_id = (await desk.receive(row)).case_id
    await desk.claim(case_id)
    await desk.note(case_id, "Asked the card team for the second slip.")
    await desk.reply(case_id, "We found the second charge.", channel="phone", contact=True)
    await desk.customer_message(case_id, "When do I get it back?", channel="phone")
    await desk.reply(
        case_id, "By tonight.", channel="phone", contact=True, promised_at=NOW + 4 * HOUR
    )
    await desk.note(case_id, "The merchant agreed.")
    await desk.wait(case_id, "Which account shall it go to?", NOW + 24 * HOUR + MINUTE)
    await desk.customer_message(case_id, "The one it came from.", channel="phone")
    return case_id
