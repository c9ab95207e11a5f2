"""Going home in words: the one sentence at the end, and where each thing stands (C12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agentdesk.desk.api import HandedOver, HomeLine, HomeView
from agentdesk.i18n import format as form
from agentdesk.i18n import language, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Span

NAMED = 3
"""So many cases without a person are named by their number."""


def counted(key: str, count: int, /, **params: object) -> str:
    """A sentence about so many of something; English tells one from many."""
    one = count == 1 and language() == "en"
    return phrase(f"{key}.one" if one else key, count=count, **params)


def until(view: HomeView, lens: Lens) -> str:
    """``tomorrow 08:00``: when they work next."""
    return lens.when(view.next_shift)


def sentence(view: HomeView, lens: Lens) -> str:
    """``Nothing is due before tomorrow 08:00. 4 of yours can wait; 2 are with Zhao Min.``"""
    alone = [line for line in view.lines if line.offered_to is None]
    stop = t("home.say.stop")
    return stop.join([_first(view, alone, lens), *_rest(view, lens)]) + t("home.say.end")


def _first(view: HomeView, alone: Sequence[HomeLine], lens: Lens) -> str:
    """Whether anything is forgotten."""
    at = until(view, lens)
    if alone:
        refs = form.joined([plain(line.reference) for line in alone[:NAMED]])
        if len(alone) > NAMED:
            refs = t("home.say.more", refs=refs, more=len(alone) - NAMED)
        return counted("home.say.alone", len(alone), at=at, refs=refs)
    if view.lines:
        return counted("home.say.asked", len(view.lines), at=at)
    return phrase("home.say.nothing", at=at)


def _rest(view: HomeView, lens: Lens) -> list[str]:
    """What is in hand, what was handed over, what is asked."""
    parts = []
    if view.staying:
        if view.person == lens.me:
            parts.append(counted("home.say.stay", view.staying))
        else:
            parts.append(counted("home.say.stay.of", view.staying, who=lens.who(view.person)))
    there = [one for one in view.handed if one.accepted]
    parts += _by_person([one for one in there if not one.callback], lens, "home.say.with")
    parts += _by_person([one for one in there if one.callback], lens, "home.say.rings")
    parts += _by_person([one for one in view.handed if not one.accepted], lens, "home.say.waits")
    return [t("home.say.join").join(parts)] if parts else []


def _by_person(handed: Sequence[HandedOver], lens: Lens, key: str) -> list[str]:
    """One part for each person, in the order in which they were first named."""
    return [
        counted(f"{key}.duty" if duty else key, count, who=lens.who(to))
        for (to, duty), count in Counter((one.to, one.duty) for one in handed).items()
    ]


def state(line: HomeLine, view: HomeView, lens: Lens) -> Span:
    """Whose it is now: ``yours``, ``asked Zhao Min 17:40``, ``Zhao Min declined``."""
    if line.offered_to is not None:
        at = lens.when(line.offered_at) if line.offered_at is not None else ""
        return (phrase("home.state.asked", who=lens.who(line.offered_to), at=at).strip(), "soon")
    if line.declined_by is not None:
        return (phrase("home.state.declined", who=lens.who(line.declined_by)), "late")
    if line.callback:
        return (t("home.state.call"), "strong")
    if view.person == lens.me:
        return (t("home.state.yours"), "strong")
    return (lens.who(view.person), "strong")


def clock_name(code: str) -> str:
    """The short name of what falls due."""
    if code in ("remind", "plan", "call"):
        return t(f"home.clock.{code}")
    return t(f"clock.{code}.short")


def detail(line: HomeLine, lens: Lens) -> str:
    """What can be said of the line under the cursor: whom it can be given to without asking."""
    if line.declined_by is not None and line.offered_to is None and line.declined_why:
        who, why = lens.who(line.declined_by), plain(line.declined_why)
        return phrase("home.detail.declined", who=who, why=why)
    if line.callback:
        return t("home.detail.call")
    if line.offered_to is not None:
        return phrase("home.detail.asked", who=lens.who(line.offered_to))
    if line.duty is None:
        return t("home.detail.no_duty")
    return phrase("home.detail.duty", who=lens.who(line.duty))


def left_behind(view: HomeView, lens: Lens) -> str:
    """What is said at the door; "" where nothing is due, or somebody is asked to take it."""
    alone = sum(line.offered_to is None for line in view.lines)
    return counted("home.leave", alone, at=until(view, lens)) if alone else ""
