"""Making a desk, and the people who work at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from importlib import resources
from pathlib import Path

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.context import event_source, os_user, told
from agentdesk.desk.country import country_of, require_zone
from agentdesk.domain import policy as rules
from agentdesk.domain.pinyin import readings
from agentdesk.domain.policy import Policy
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Clock, Event, Refused, moment
from agentdesk.store import about, departments, log, people, policies
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.people import LEAD, Worker
from agentdesk.store.tx import Tx

NAME, ZONE, LANG = "desk_name", "tz", "lang"
"""What a store is told of its desk."""

SAMPLE = "sample"
"""Told of a desk that asked for the sample (``owed``) until it has it, or real cases."""

YEARS_BACK, YEARS_ON = 12, 3
"""Years around now for which a policy's calendars are resolved: old cases are imported, too."""

LONGEST_NAME = 60


def bundled_policy() -> str:
    """The text of the policy that comes with the program."""
    return (resources.files("agentdesk") / "data" / "policy.toml").read_text("utf-8")


def resolved(text: str, tz: str, now: int) -> Policy:
    """A policy's text as a policy for a desk in a zone.

    Raises ValueError for a text with problems: ask `policies.check` first.
    """
    proposal, problems = rules.parse(text)
    if proposal is None:
        raise ValueError(f"{problems[0].key}: {problems[0].code}")
    year = moment(now).year
    years = range(year - YEARS_BACK, year + YEARS_ON + 1)
    return rules.resolve(proposal, tz, country_of(tz), years)


async def init_desk(
    folder: Path,
    *,
    person_name: str,
    desk_name: str,
    tz: str,
    lang: str,
    clock: Clock,
    plain: bool = False,
    keys_folder: Path | None = None,
    policy_text: str | None = None,
    sample: bool = False,
    door: str = "init",
) -> str:
    """Make a desk in a folder: keys, store, the first policy, and the first person, who leads.

    A folder in which this was cut off before is taken up where it was left. ``sample`` is
    remembered until `sample.complete` has brought it. Returns that person's code. Raises
    DeskTrouble (``unknown_zone``, ``exists``, …) and Refused ``name_missing``; the folder then
    has no store.
    """
    require_zone(tz)
    person = shown_name(person_name)
    desk = shown_name(desk_name)
    policy_text = policy_text or bundled_policy()
    policy = resolved(policy_text, tz, clock.now())
    source = event_source(door)
    store = await _new_store(folder, clock, plain, keys_folder)
    code = person_code(person, ())

    def fill(tx: Tx) -> None:
        now = tx.now
        if about.get(tx, NAME) is not None:
            raise StoreTrouble("exists", path=str(store.path), folder=str(folder))
        about.put(tx, NAME, desk)
        about.put(tx, ZONE, tz)
        about.put(tx, LANG, lang)
        if sample:
            about.put(tx, SAMPLE, "owed")
        made = {"uid": store.uid, "tz": tz, "lang": lang, "encrypted": store.encrypted}
        events = [Event("desk_made", now, code, made)]
        enlist(tx, Worker(code, person, LEAD, pinyin=latin_of(code, person)), events, by=code)
        people.map_account(tx, os_user(), code)
        first = policies.add(
            tx, at=now, text=policy_text, policy=policy, actor=code, os_user=os_user()
        )
        policies.set_projected(tx, first.version)
        applied = {"version": first.version, "digest": first.digest}
        events.append(Event("policy_applied", now, code, applied))
        departments.follow(tx, first)  # told by the policy itself: no event of their own
        log.append(tx, 0, events, now=now, source=source)

    try:
        await store.write(fill)
    except StoreTrouble as trouble:
        raise told(trouble) from trouble
    finally:
        await store.aclose()
    return code


async def _new_store(folder: Path, clock: Clock, plain: bool, keys_folder: Path | None) -> Store:
    """A new store, or one whose making was interrupted before it became a desk."""
    try:
        return await Store.open(
            folder, clock=clock, create=True, plain=plain, keys_folder=keys_folder
        )
    except StoreTrouble as trouble:
        if trouble.code != "exists":
            raise told(trouble) from trouble
        exists = told(trouble)
    try:
        return await Store.open(folder, clock=clock, plain=plain, keys_folder=keys_folder)
    except StoreTrouble:
        raise exists from None


def person_code(name: str, taken: Collection[str]) -> str:
    """A short code for a name: ``Li Wei`` -> ``li.wei``; a Chinese name is its own code.

    Unique among those taken.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    latin = "".join(sign for sign in plain if sign.isascii())
    parts = re.findall(r"[a-z0-9]+", latin)
    whole = len(latin) >= len([s for s in plain if not unicodedata.combining(s)])
    code = ".".join(parts) if parts and whole else re.sub(r"[^\w.-]+", "", name.casefold())
    code = code[:40] or "person"
    number, unique = 1, code
    while unique in taken:
        number += 1
        unique = f"{code}.{number}"
    return unique


def read_desk(tx: Tx, path: Path) -> tuple[str, str, str]:
    """Name, zone and language of the desk whose store is ``path``.

    Raises DeskTrouble ``unfinished`` if its making was interrupted: `init_desk` takes it up.
    """
    name, tz = about.get(tx, NAME), about.get(tx, ZONE)
    if name is None or tz is None:
        raise DeskTrouble("unfinished", path=str(path))
    return name, tz, about.get(tx, LANG) or "en"


def sample_owed(tx: Tx) -> bool:
    """Whether the desk asked for the sample and has not got it yet."""
    return bool(about.get(tx, SAMPLE))


def who_acts(tx: Tx, asked: str | None, *, alone: bool = False) -> Worker:
    """Who works at this desk now: the one asked for (by code or name), else whose account it is,
    else the first lead. ``alone``: the program runs without anybody, and does nothing in a name.

    Raises DeskTrouble ``unknown_person`` and ``person_left``, also for the account of somebody who
    has left: they are not to act as whoever else is here.
    """
    everybody = people.everybody(tx)
    workers = [worker for worker in everybody if worker.active]
    code = asked or people.of_account(tx, os_user())
    for worker in workers:
        if code in (worker.code, worker.name):
            return worker
    gone = next((worker for worker in everybody if code in (worker.code, worker.name)), None)
    if gone is not None and not alone:
        raise DeskTrouble("person_left", person=gone.name)
    if workers and (asked is None or gone is not None):
        return next((worker for worker in workers if worker.role == LEAD), workers[0])
    raise DeskTrouble("unknown_person", person=asked or os_user())


def enlist(tx: Tx, worker: Worker, events: list[Event], *, by: str) -> None:
    """Store a person, and add the fact to the events the unit is going to append."""
    people.add(tx, worker)
    body = {"code": worker.code, "role": worker.role}
    if worker.dept is not None:
        body["dept"] = worker.dept
    events.append(Event("person_added", tx.now, by, body))


def shown_name(name: str) -> str:
    """A name fit for one line. Raises Refused ``name_missing``."""
    shown = one_line(name)[:LONGEST_NAME].strip()
    if not any(sign.isalnum() for sign in shown):
        raise Refused("name_missing")
    return shown


def latin_of(code: str, name: str) -> str:
    """What a Latin keyboard finds somebody by, and lists stand in the order of: as the code tells
    it, else how a Chinese name is most often read."""
    if code.isascii():
        return code.replace(".", " ")
    read = readings(name)
    return " ".join(read[0]) if read else ""
