"""The verbs in which the stories of the sample are written: one function each.

Each turns a step of a story into its texts and the command made of them. A step that a desk's own
rules know nothing of (a department it has not, a call it has no hours for) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from agentdesk.desk.sample_setting import Setting
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.day import CALL
from agentdesk.domain.values import Audience
from agentdesk.store.content import Text

Ids: TypeAlias = Sequence[int]
"""The texts of a step, then those of its case so far, the customer's request first."""
Raw: TypeAlias = Mapping[str, Any]
Times: TypeAlias = Mapping[str, int]
Doing: TypeAlias = tuple[tuple[Text, ...], Callable[[Ids], c.Command]]
Verb: TypeAlias = Callable[[Setting, Raw, Raw, Times], Doing | None]
"""(setting, case, step, times) -> texts and command; None: not at this desk."""


def _bare(command: c.Command) -> Verb:
    return lambda _setting, _raw, _step, _times: ((), lambda _ids: command)


def _assign(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    to = setting.code(step["to"])
    return (), lambda _ids: c.Assign(to)


def _internal(kind: str, text: str) -> Text:
    return Text(kind, text, Audience.INTERNAL)


def _note(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (_internal("note", step["text"]),), lambda ids: c.Note(ids[0])


# --- with the customer ---------------------------------------------------------------------------


def _reply(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
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


def _message(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    channel = step.get("channel", raw["channel"])
    return (Text("customer", step["text"]),), lambda ids: c.CustomerMessage(channel, ids[0])


def _wait(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    return (Text("question", step["text"]),), lambda ids: c.Wait(ids[0], times["remind"])


def _resolve(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    texts = (_internal("done", step["done"]), Text("told", step["told"]))
    return texts, lambda ids: c.Resolve(ids[0], ids[1])


def _follow_up(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing:
    scores = {name: step.get(name) for name in ("speed", "attitude", "solved")}
    text = (_internal("follow_up", step["text"]),)
    return text, lambda ids: c.FollowUp(step["reached"], **scores, text=ids[0])


def _callback(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing | None:
    what, who = step.get("what", CALL), setting.code(step.get("who", step["by"]))
    window = setting.agree(who, what, raw["line"], step["at"])
    if window is None:
        return None
    id = f"{raw['id']}-{what}"
    parts = [_internal(name, step[name]) for name in ("about", "place", "bring") if name in step]

    def command(ids: Ids) -> c.Command:
        place, bring = (ids[1], ids[2]) if len(parts) > 1 else (0, 0)
        return day.SetCallback(id, what, who, *window, ids[0], place, bring)

    return tuple(parts), command


# --- with departments ----------------------------------------------------------------------------


def _handoff(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing | None:
    dept = step["dept"]
    if dept not in setting.policy.departments:
        return None
    along = slice(1, 2) if step.get("along") == "request" else slice(0)
    ask = (_internal("ask", step["text"]),)
    return ask, lambda ids: day.Handoff("h1", dept, ids[0], "", tuple(ids[along]))


def _answers(answer: Callable[[Raw, Times, Ids, bool], c.Command], kind: str) -> Verb:
    """What a department says; ``phone``: somebody who does not work in it wrote it down."""

    def verb(setting: Setting, raw: Raw, step: Raw, times: Times) -> Doing | None:
        asked = next(one for one in raw["story"] if one["do"] == "handoff")
        if asked["dept"] not in setting.policy.departments:
            return None
        texts = (_internal(kind, step["text"]),) if "text" in step else ()
        by_phone = bool(step.get("phone"))
        return texts, lambda ids: answer(step, times, ids, by_phone)

    return verb


def _accept(step: Raw, times: Times, ids: Ids, by_phone: bool) -> c.Command:
    return day.Accept("h1", by_phone)


def _report(step: Raw, times: Times, ids: Ids, by_phone: bool) -> c.Command:
    return day.Report("h1", step["what"], ids[0], times.get("next"), by_phone)


def _reject(step: Raw, times: Times, ids: Ids, by_phone: bool) -> c.Command:
    return day.Reject("h1", step["code"], step.get("right", ""), ids[0], by_phone)


DO: Mapping[str, Verb] = {
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
    "callback": _callback,
    "handoff": _handoff,
    "accept": _answers(_accept, "accept"),
    "report": _answers(_report, "report"),
    "reject": _answers(_reject, "reject"),
}
"""Every verb of the stories."""

TIMES = ("promised", "finish", "remind", "next")
"""The keys of a step that tell a time to come."""
