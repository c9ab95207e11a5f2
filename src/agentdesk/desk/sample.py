"""The bundled sample: about sixty invented cases in both languages, mostly owned and answered.

The picture (SCREENS, "The first five minutes"): calm, three late, some unowned, some of them mine,
a few waiting. What happened, and when, is told by `sample_plan`; here it is played through the same
intake and the same steps as real work, so that it obeys every rule.
"""

from __future__ import annotations

from dataclasses import replace

from agentdesk.desk import acting, customers, incoming, setup
from agentdesk.desk.context import Context
from agentdesk.desk.sample_plan import SYSTEM, Planned, people, plan
from agentdesk.domain.values import Event, Refused
from agentdesk.store import about, cases, log
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx


async def load(ctx: Context) -> int:
    """Bring the sample into a desk without cases, in one transaction; how many cases there are.

    Who acts in ``ctx`` is "me" of the stories; the invented colleagues work here from now on.
    Raises Refused ``desk_in_use`` where there are cases already.
    """
    made = await ctx.write(lambda tx: _load(ctx, tx))
    await ctx.read(ctx.read_people)
    return made


async def complete(ctx: Context) -> None:
    """Bring the sample that a new desk asked for, where its making was interrupted before that.

    A desk that got cases of its own meanwhile goes without; of several desks that open at once,
    one brings it.
    """

    def work(tx: Tx) -> None:
        if not setup.sample_owed(tx):
            return
        if cases.next_id(tx) == cases.FIRST_ID:
            _load(ctx, tx)
        else:
            about.put(tx, setup.SAMPLE, "")

    await ctx.write(work)
    await ctx.read(ctx.read_people)


def _load(ctx: Context, tx: Tx) -> int:
    if cases.next_id(tx) != cases.FIRST_ID:
        raise Refused("desk_in_use")
    about.put(tx, setup.SAMPLE, "")
    codes = _hire(ctx, tx)
    policy = ctx.rules_at(tx, tx.now)
    planned = plan(tx.now, ctx.me.code, policy, ctx.tz, ctx.lang, codes)
    nobody = replace(ctx, me=Worker(SYSTEM, SYSTEM))
    stamped = incoming.take_in(nobody, tx, [case.request for case in planned])
    for case_id, case in zip(stamped, planned, strict=True):
        if case.moves or case.sticky:
            _play(ctx, tx, case_id, case)
    return len(planned)


def _hire(ctx: Context, tx: Tx) -> dict[str, str]:
    """Let the colleagues work here; the codes they got, where theirs were taken."""
    ctx.read_people(tx)
    ctx.read_departments(tx)
    taken = set(ctx.by_code)
    codes: dict[str, str] = {}
    events: list[Event] = []
    for worker in people():
        if worker.dept is not None and worker.dept not in ctx.departments:
            continue  # this desk's policy has other departments
        code = setup.person_code(worker.code, taken)
        taken.add(code)
        codes[worker.code] = code
        setup.enlist(tx, replace(worker, code=code), events, by=ctx.me.code)
    log.append(tx, 0, events, now=tx.now, source=ctx.source)
    ctx.read_people(tx)
    return codes


def _play(ctx: Context, tx: Tx, case_id: int, case: Planned) -> None:
    """Carry out a story as it was lived: each step decided at its own time, recorded now."""
    loaded = acting.load(ctx, tx, case_id)
    told = [loaded.events[0].body["text"]]
    for move in case.moves:
        loaded.now = move.at
        ids = acting.store_texts(tx, loaded, move.texts)
        acting.decide(replace(ctx, me=Worker(move.by, "")), loaded, [move.command([*ids, *told])])
        told += ids
    loaded.now = tx.now
    if case.moves:
        acting.write_down(ctx, tx, loaded)
    if case.sticky is not None:
        note, subject = case.sticky, loaded.state.subject
        by = replace(ctx, me=Worker(note.by, ""))
        customers.put_sticky(by, tx, subject, note.text, note.until)
