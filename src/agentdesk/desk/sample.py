"""The bundled sample: about sixty invented cases in both languages, mostly owned and answered.

`plan` is pure: it turns the stories of ``data/sample`` into what would have been typed and when,
reckoned back from the moment the desk opens, so that the same picture shows at any hour of any
day. `load` plays it through the same intake and handling as real work. The picture (SCREENS, "The
first five minutes"): calm, three late, some unowned, some of them mine, a few waiting.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

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
from agentdesk.store.subjects import Customer

LANGUAGES = ("en", "zh")
ME, CUSTOMER, SYSTEM = "me", "customer", "system"
WRITTEN = frozenset({"email", "web", "app", "social", "letter", "fax", "regulator"})
"""Channels that get a receipt by themselves."""
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
    """A case of the sample: its customer, its request, and what happened since."""

    id: str
    customer: Customer
    received: int
    title: Text
    text: Text
    receive: Callable[[int, int, int], c.Receive]
    """From the ids of customer, title and text."""
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a story is told against: the moment, the desk's zone and language, and who is who."""

    now: int
    me: str
    tz: tzinfo
    lang: str
    duty: Mapping[str, str]
    receipt: Mapping[str, str]


def people() -> tuple[Worker, ...]:
    """The invented colleagues."""
    return tuple(
        Worker(raw["code"], raw["name"], raw.get("role", AGENT), pinyin=raw.get("pinyin", ""))
        for raw in _read("people")["people"]
    )


def plan(now: int, me: str, tz: str = "UTC", lang: str = "en") -> tuple[Planned, ...]:
    """Every case with its story, oldest first, as of ``now``.

    ``me`` is the code of who signs in, ``tz`` the desk's zone (told times are round there),
    ``lang`` the language of the case that comes first.
    """
    who = _read("people")
    duty = {raw["duty"]: raw["code"] for raw in who["people"] if "duty" in raw}
    setting = _Setting(now, me, ZoneInfo(tz), lang, duty, who["receipt"])
    cases = [
        _case(setting, language, raw) for language in LANGUAGES for raw in _read(language)["cases"]
    ]
    return tuple(sorted(cases, key=lambda case: (case.received, case.id)))


@cache
def _read(name: str) -> Raw:
    path = resources.files("agentdesk") / "data" / "sample" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _case(setting: _Setting, language: str, raw: Raw) -> Planned:
    who = raw["who"]
    customer = Customer(
        who["name"],
        who.get("phone", ""),
        who.get("email", ""),
        who.get("prefers", ""),
        language,
        bool(who.get("care")),
    )
    ago = raw["received"]
    received = setting.now - _span(ago[setting.lang] if isinstance(ago, dict) else ago)

    def receive(subject: int, title: int, text: int) -> c.Receive:
        return c.Receive(
            priority=Priority(raw["priority"]),
            klass=CaseClass(raw["class"]),
            kind=Kind(raw["kind"]),
            line=raw["line"],
            category=raw["category"],
            channel=raw["channel"],
            subject=subject,
            title=title,
            text=text,
            source=raw.get("source", CUSTOMER),
            care=customer.care,
            in_person=bool(raw.get("in_person")),
            at=received,
        )

    moves = [] if raw.get("unregistered") else _arrival(setting, language, raw, received)
    moves += [_move(setting, language, raw, step) for step in raw["story"]]
    return Planned(
        raw["id"],
        customer,
        received,
        Text("title", raw["title"]),
        Text("request", raw["text"].strip()),
        receive,
        tuple(moves),
    )


def _arrival(setting: _Setting, language: str, raw: Raw, received: int) -> list[Move]:
    """What comes is registered to the duty owner, with a receipt where it was written (A2)."""
    duty = setting.duty[language]
    moves = [Move(received, SYSTEM, lambda _ids: c.Register(duty))]
    if raw["channel"] in WRITTEN:
        receipt = (Text("receipt", setting.receipt[language]),)
        moves.append(Move(received, SYSTEM, lambda ids: c.AutoAck(ids[0]), receipt))
    return moves


def _move(setting: _Setting, language: str, raw: Raw, step: Raw) -> Move:
    at = setting.now - _span(step["ago"])
    times = {
        name: _moment(setting, step[name])
        for name in ("promised", "finish", "remind")
        if name in step
    }
    told = {name: _spoken(setting, language, value) for name, value in times.items()}
    named = str(step["by"])
    by = {ME: setting.me, CUSTOMER: SYSTEM}.get(named, named)
    texts, command = _DO[step["do"]](setting, raw, step, times)
    filled = tuple(
        Text(text.kind, _fill(text.body, told), text.audience, text.purpose) for text in texts
    )
    return Move(at, by, command, filled)


def _fill(body: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        body = body.replace(f"{{{name}}}", value)
    return body


# --- one function a verb of the stories: (setting, case, step, times) -> texts, command -----------

Doing = tuple[tuple[Text, ...], Callable[[Ids], c.Command]]
Times = Mapping[str, int]


def _claim(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (), lambda _ids: c.Claim()


def _release(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (), lambda _ids: c.Release()


def _assign(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    to = setting.me if step["to"] == ME else step["to"]
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


def _close(setting: _Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (), lambda _ids: c.Close()


_DO: Mapping[str, Callable[[_Setting, Raw, Raw, Times], Doing]] = {
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "note": _note,
    "reply": _reply,
    "message": _message,
    "wait": _wait,
    "resolve": _resolve,
    "follow_up": _follow_up,
    "close": _close,
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
    at = setting.now + (_span(span) if sign == "+" else -_span(span))
    local = moment(at).astimezone(setting.tz)
    if hour is not None:
        local = local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
        return instant(local)
    return -(-at // ROUND) * ROUND  # every zone's offset is a multiple of five minutes


def _spoken(setting: _Setting, language: str, at: int) -> str:
    local = moment(at).astimezone(setting.tz)
    if language == "zh":
        return f"{local.month}月{local.day}日{local:%H:%M}"
    return f"{local:%H:%M} on {local.day} {local:%b}"
