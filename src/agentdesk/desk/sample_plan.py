"""The stories of the bundled sample, told against the moment the desk opens.

Pure: it turns ``data/sample`` into what would have been typed and when, reckoned back from now, so
that the same picture shows at any hour of any day. `sample` plays it into a desk.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from agentdesk.desk.intake import IncomingCase
from agentdesk.domain import commands as c
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Audience,
    CaseClass,
    Kind,
    Priority,
    instant,
    moment,
)
from agentdesk.store.content import Text
from agentdesk.store.people import AGENT, Worker

LANGUAGES = ("en", "zh")
ME, CUSTOMER, SYSTEM = "me", "customer", "system"
WRITTEN = frozenset({"email", "web", "app", "sms", "social", "letter", "fax", "regulator"})
"""Channels that get a receipt by themselves."""
OPENS, CLOSES = 8, 20
"""Local hours in which the sample's people promise to call: those of the bundled policy's desk."""
ROUND = 5 * MINUTE
"""Times told to people are round."""

Ids = Sequence[int]
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing somebody did: when (an instant), the texts they wrote, and the command of them."""

    at: int
    by: str
    command: Callable[[Ids], c.Command]
    """From the ids of the texts, in order."""
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A case of the sample: the request as it came in, and what happened since."""

    id: str
    received: int
    request: IncomingCase
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a story is told against: the moment, the desk's zone and language, and who is who."""

    now: int
    tz: tzinfo
    lang: str
    duty: Mapping[str, str]
    receipt: Mapping[str, str]
    names: Mapping[str, str]

    def code(self, name: str) -> str:
        """The code of who a story names."""
        return self.names.get(name, name)


def people() -> tuple[Worker, ...]:
    """The invented colleagues."""
    return tuple(
        Worker(raw["code"], raw["name"], raw.get("role", AGENT), pinyin=raw.get("pinyin", ""))
        for raw in _read("people")["people"]
    )


def plan(
    now: int,
    me: str,
    tz: str = "UTC",
    lang: str = "en",
    codes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Planned, ...]:
    """Every case with its story, oldest first, as of ``now``.

    ``me`` is the code of who signs in, ``tz`` the desk's zone (told times are round there),
    ``lang`` the language of the case that comes first, ``codes`` the colleagues' codes where they
    differ from the sample's own.
    """
    who = _read("people")
    duty = {raw["duty"]: raw["code"] for raw in who["people"] if "duty" in raw}
    names = {**codes, ME: me, CUSTOMER: SYSTEM}
    setting = _Setting(now, ZoneInfo(tz), lang, duty, who["receipt"], names)
    planned = [
        _case(setting, language, raw) for language in LANGUAGES for raw in _read(language)["cases"]
    ]
    return tuple(sorted(planned, key=lambda case: (case.received, case.id)))


@cache
def _read(name: str) -> Raw:
    path = resources.files("agentdesk") / "data" / "sample" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _case(setting: _Setting, language: str, raw: Raw) -> Planned:
    who = raw["who"]
    ago = raw["received"]
    received = setting.now - _span(ago[setting.lang] if isinstance(ago, dict) else ago)
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
    moves += [_move(setting, language, raw, step) for step in raw["story"]]
    return Planned(raw["id"], received, request, tuple(moves))


def _receipt(setting: _Setting, language: str, raw: Raw, received: int) -> list[Move]:
    """What was written gets a receipt by itself (A2)."""
    if raw["channel"] not in WRITTEN:
        return []
    texts = (Text("ack", setting.receipt[language]),)
    return [Move(received, SYSTEM, lambda ids: c.AutoAck(ids[0]), texts)]


def _move(setting: _Setting, language: str, raw: Raw, step: Raw) -> Move:
    at = setting.now - _span(step["ago"])
    times = {
        name: _moment(setting, step[name])
        for name in ("promised", "finish", "remind")
        if name in step
    }
    told = {name: _spoken(setting, language, value) for name, value in times.items()}
    texts, command = _DO[step["do"]](setting, raw, step, times)
    filled = tuple(
        Text(text.kind, _fill(text.body, told), text.audience, text.purpose) for text in texts
    )
    return Move(at, setting.code(step["by"]), command, filled)


def _fill(body: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        body = body.replace(f"{{{name}}}", value)
    return body


# --- one function a verb of the stories: (setting, case, step, times) -> texts, command -----------

Doing = tuple[tuple[Text, ...], Callable[[Ids], c.Command]]
Times = Mapping[str, int]


def _bare(command: c.Command) -> Callable[[_Setting, Raw, Raw, Times], Doing]:
    return lambda _setting, _raw, _step, _times: ((), lambda _ids: command)


def _assign(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    to = setting.code(step["to"])
    return (), lambda _ids: c.Assign(to)


def _note(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (Text("note", step["text"], Audience.INTERNAL),), lambda ids: c.Note(ids[0])


def _reply(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    spoken = bool(step.get("spoken"))
    channel = step.get("channel", "phone" if spoken else raw["channel"])

    def command(ids: Ids) -> c.Command:
        return c.Reply(
            channel,
            ids[0],
            contact=spoken,
            promised_at=times.get("promised"),
            finish_at=times.get("finish"),
            findings=bool(step.get("findings")),
            contained=bool(step.get("contained")),
        )

    return (Text("reply", step["text"]),), command


def _message(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    channel = step.get("channel", raw["channel"])
    return (Text("customer", step["text"]),), lambda ids: c.CustomerMessage(channel, ids[0])


def _wait(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (Text("question", step["text"]),), lambda ids: c.Wait(ids[0], times["remind"])


def _resolve(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    texts = (Text("done", step["done"], Audience.INTERNAL), Text("told", step["told"]))
    return texts, lambda ids: c.Resolve(ids[0], ids[1])


def _follow_up(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    scores = {name: step.get(name) for name in ("speed", "attitude", "solved")}
    text = (Text("follow_up", step["text"], Audience.INTERNAL),)
    return text, lambda ids: c.FollowUp(step["reached"], **scores, text=ids[0])


_DO: Mapping[str, Callable[[_Setting, Raw, Raw, Times], Doing]] = {
    "claim": _bare(c.Claim()),
    "release": _bare(c.Release()),
    "assign": _assign,
    "note": _note,
    "reply": _reply,
    "message": _message,
    "wait": _wait,
    "resolve": _resolve,
    "follow_up": _follow_up,
    "close": _bare(c.Close()),
}


# --- times ---------------------------------------------------------------------------------------

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_SPAN = re.compile(r"(\d+)([dhms])")
_AFTER = re.compile(r"([+-])([0-9dhms]+)(?:@(\d\d):(\d\d))?")


def _span(text: str) -> int:
    """``2d4h30m`` in microseconds. Raises ValueError for anything else."""
    if not re.fullmatch(r"(?:\d+[dhms])+", text):
        raise ValueError(text)
    return sum(int(number) * _UNITS[unit] for number, unit in _SPAN.findall(text))


def _moment(setting: _Setting, text: str) -> int:
    """``+45m`` from now, at a round time; ``+2d@10:00`` at 10:00 local time, two days on."""
    found = _AFTER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, span, hour, minute = found.groups()
    if sign == "-":
        return _round(setting.now - _span(span))
    at = setting.now + _span(span)
    local = moment(at).astimezone(setting.tz)
    if hour is not None:
        return instant(local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0))
    if OPENS <= local.hour < CLOSES:
        return _round(at)
    # Nobody promises a call for the night: as long after the next opening instead.
    day = local if local.hour < OPENS else local + timedelta(days=1)
    opening = instant(day.replace(hour=OPENS, minute=0, second=0, microsecond=0))
    return _round(opening + min(_span(span), 2 * HOUR))


def _round(at: int) -> int:
    return -(-at // ROUND) * ROUND  # every zone's offset is a multiple of five minutes


def _spoken(setting: _Setting, language: str, at: int) -> str:
    local = moment(at).astimezone(setting.tz)
    if language == "zh":
        return f"{local.month}月{local.day}日{local:%H:%M}"
    return f"{local:%H:%M} on {local.day} {local:%b}"
