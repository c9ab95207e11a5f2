"""The stories of the bundled sample, told against the moment the desk opens.

Pure: it turns ``data/sample`` into what would have been typed and when, reckoned back from now, so
that the same picture shows at any hour of any day. `sample` plays it into a desk.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from zoneinfo import ZoneInfo

from agentdesk.desk.intake import IncomingCase
from agentdesk.desk.sample_setting import Setting
from agentdesk.desk.sample_verbs import DO, TIMES, Ids, Raw
from agentdesk.domain import commands as c
from agentdesk.domain.policy import Policy
from agentdesk.domain.values import CaseClass, Kind, Priority
from agentdesk.store.content import Text
from agentdesk.store.people import AGENT, Worker

LANGUAGES = ("en", "zh")
ME, CUSTOMER, SYSTEM = "me", "customer", "system"
WRITTEN = frozenset({"email", "web", "app", "sms", "social", "letter", "fax", "regulator"})
"""Channels that get a receipt by themselves."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing somebody did: when (an instant), the texts they wrote, and the command of them."""

    at: int
    by: str
    command: Callable[[Ids], c.Command]
    """From the ids of the texts, in order, and those of the case's texts so far."""
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Sticky:
    """A note that somebody put on a customer, until an instant."""

    by: str
    until: int
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A case of the sample: the request as it came in, and what happened since."""

    id: str
    received: int
    request: IncomingCase
    moves: tuple[Move, ...]
    sticky: Sticky | None = None


def people() -> tuple[Worker, ...]:
    """The invented colleagues: agents, leads, and specialists with their department."""
    return tuple(
        Worker(
            raw["code"],
            raw["name"],
            raw.get("role", AGENT),
            pinyin=raw.get("pinyin", ""),
            dept=raw.get("dept"),
        )
        for raw in _read("people")["people"]
    )


def plan(
    now: int,
    me: str,
    policy: Policy,
    tz: str = "UTC",
    lang: str = "en",
    codes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Planned, ...]:
    """Every case with its story, oldest first, as of ``now``.

    ``me`` is the code of who signs in, ``policy`` the rules in force (calls are agreed on in its
    hours), ``tz`` the desk's zone (told times are round there), ``lang`` the language of the case
    that comes first, ``codes`` the colleagues' codes where they differ from the sample's own.
    """
    who = _read("people")
    duty = {raw["duty"]: raw["code"] for raw in who["people"] if "duty" in raw}
    names = {**codes, ME: me, CUSTOMER: SYSTEM}
    setting = Setting(now, policy, ZoneInfo(tz), lang, duty, who["receipt"], names)
    planned = [
        _case(setting, language, raw) for language in LANGUAGES for raw in _read(language)["cases"]
    ]
    return tuple(sorted(planned, key=lambda case: (case.received, case.id)))


@cache
def _read(name: str) -> Raw:
    path = resources.files("agentdesk") / "data" / "sample" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _case(setting: Setting, language: str, raw: Raw) -> Planned:
    who = raw["who"]
    ago = raw["received"]
    received = setting.before(ago[setting.lang] if isinstance(ago, dict) else ago)
    unregistered = bool(raw.get("unregistered"))
    request = IncomingCase(
        title=raw["title"],
        text=raw["text"],
        customer=who["name"],
        phone=who.get("phone", ""),
        email=who.get("email", ""),
        prefers=who.get("prefers", ""),
        language=language,
        channel=raw["channel"],
        category=raw["category"],
        line=raw["line"],
        kind=Kind(raw["kind"]),
        klass=CaseClass(raw["class"]),
        priority=Priority(raw["priority"]),
        source=raw.get("source", CUSTOMER),
        care=bool(who.get("care")),
        in_person=bool(raw.get("in_person")),
        received_at=received,
        registered=not unregistered,
        accountable=setting.code(setting.duty[language]),
    )
    moves = [] if unregistered else _receipt(setting, language, raw, received)
    for step in raw["story"]:
        moves += _move(setting, language, raw, step)
    return Planned(raw["id"], received, request, tuple(moves), _sticky(setting, raw))


def _sticky(setting: Setting, raw: Raw) -> Sticky | None:
    note = raw.get("sticky")
    if note is None:
        return None
    return Sticky(setting.code(note["by"]), setting.time(note["until"]), note["text"])


def _receipt(setting: Setting, language: str, raw: Raw, received: int) -> list[Move]:
    """What was written gets a receipt by itself (A2)."""
    if raw["channel"] not in WRITTEN:
        return []
    texts = (Text("ack", setting.receipt[language]),)
    return [Move(received, SYSTEM, lambda ids: c.AutoAck(ids[0]), texts)]


def _move(setting: Setting, language: str, raw: Raw, step: Raw) -> list[Move]:
    """A step as it was lived; none where the desk's rules know nothing of it."""
    times = {name: setting.time(step[name]) for name in TIMES if name in step}
    doing = DO[step["do"]](setting, raw, step, times)
    if doing is None:
        return []
    texts, command = doing
    told = {name: setting.spoken(language, value) for name, value in times.items()}
    filled = tuple(
        Text(text.kind, _fill(text.body, told), text.audience, text.purpose) for text in texts
    )
    return [Move(setting.before(step["ago"]), setting.code(step["by"]), command, filled)]


def _fill(body: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        body = body.replace(f"{{{name}}}", value)
    return body
