"""Hostile text in every place of a case and its forms: drawn harmlessly, nothing shifts or ends."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from agentdesk.desk.api import (
    CallbackLine,
    CaseView,
    HandoffLine,
    Label,
    Labels,
    Plan,
    Sticky,
    TimelineEntry,
)
from agentdesk.domain import events as k
from agentdesk.domain.values import DAY, HOUR, Audience, Event
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.case_acts import FORMS, PEOPLE_FORMS
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.ring import RingForm
from agentdesk.widgets.lens import Lens
from tests.support.case_ui import Seat, seat
from tests.support.fake_desk import row
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, strips
from tests.ui.hostile import HOSTILE

DRIVES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f]"
)


def assert_harmless(here: Seat, width: int) -> None:
    """No control reaches the terminal, no link, and every line is exactly as wide as the screen."""
    filtered = [
        strip.apply_filter(line_filter, here.app.screen.background_colors[1])
        for strip in strips(here.app)
        for line_filter in here.app.get_line_filters()[-1:]
    ]
    if isinstance(here.app.screen, CaseScreen):  # what draws is clean by itself, filter or not
        filtered += strips(here.app)
    for strip in filtered:
        text = "".join(segment.text for segment in strip)
        assert not DRIVES.search(text), repr(text)
        assert not any(segment.style and segment.style.link for segment in strip)
    assert_aligned(here.app, width)


def everywhere(view: CaseView, text: str) -> CaseView:
    """The case with the text in every field that a person or a file filled."""
    at = view.received
    bodies = [
        (k.RECEIVED, {"channel": text}, Audience.CUSTOMER),
        (k.NOTE, {}, Audience.INTERNAL),
        (k.NOTE, {"audience": "restricted"}, Audience.RESTRICTED),
        (k.REPLY, {"channel": text, "contact": True}, Audience.CUSTOMER),
        (
            k.CUSTOMER_MESSAGE,
            {"channel": text, "caller": text, "authority": text, "recording": text},
            Audience.CUSTOMER,
        ),
        (k.PLANNED, {"at_time": at}, Audience.INTERNAL),
        (k.ASSIGNED, {"to": text, "how": "assign"}, Audience.INTERNAL),
        (k.HANDOFF, {"id": "h1", "dept": text}, Audience.INTERNAL),
        (k.DEPT_REJECT, {"id": "h1", "code": text, "right": text}, Audience.INTERNAL),
        (k.DEPT_PROGRESS, {"what": text}, Audience.INTERNAL),
        (k.PRIORITY_CHANGED, {"to": text}, Audience.INTERNAL),
        (k.CALLBACK_SET, {"what": text, "who": text, "at_time": at}, Audience.INTERNAL),
        (k.CALLBACK_MOVED, {"who": text, "at_time": at}, Audience.INTERNAL),
        (text or "odd", {}, Audience.INTERNAL),
    ]
    timeline = tuple(
        TimelineEntry(Event(kind, at, text, body, ver, at), text, text, audience)
        for ver, (kind, body, audience) in enumerate(bodies, start=1)
    )
    return replace(
        view, title=text, text=text, customer=text, phone=text, email=text, prefers=text,
        language=text, line=text, category=text, channel=text, kind=text, source=text,
        ext_ref=text, owner=text or None, accountable=text or None, timeline=timeline,
        wrapup=text, chasers=3, plan=Plan(at, text, text),
        stickies=(Sticky(1, text, at, at + DAY, text), Sticky(2, text, at, at + DAY, "x " * 90)),
        handoffs=(handed(view, text, "h1", how="rejected"), handed(view, text, "h2")),
        back=("rejected", text, "missing_document"),
        others=(row(1, title=text, customer=text), row(2, title=text * 9)),
        callbacks=(agreed(view, text, "call"), agreed(view, text, "visit")), zone=text,
    )  # fmt: skip


def agreed(view: CaseView, text: str, what: str) -> CallbackLine:
    """An agreed call or visit whose every word is the text."""
    return CallbackLine(
        case_id=view.id, reference=view.reference, id=what, what=what, who=text, at=view.at + DAY,
        until=view.at + DAY + HOUR, due=view.at + DAY + HOUR, state="set", tries=2, customer=text,
        phone=text, about=text, place=text, bring=text, zone=text, title=text,
    )  # fmt: skip


def handed(view: CaseView, text: str, id: str, *, how: str = "") -> HandoffLine:
    """A handoff whose every word is the text."""
    return HandoffLine(
        case_id=view.id, reference=view.reference, id=id, dept=text, main=True, title=text,
        customer=text, priority=view.priority, owner=text, asked_at=view.received, asked_by=text,
        ask=text, accepted_at=view.received, accepted_by=text, said=text, said_what=text,
        code=text, right=text, may_answer=True, how=how, ended_at=view.received if how else None,
    )  # fmt: skip


async def look_everywhere(here: Seat, width: int) -> None:
    """Every part of the screen, folded and unfolded, from top to bottom."""
    panes = list(here.screen.query(".column").results(VerticalScroll))
    for whole in (False, True):
        here.screen.whole = whole
        here.screen._redraw()
        await here.pilot.pause()
        assert_harmless(here, width)
        for pane in panes:
            pane.scroll_end(animate=False)
        await here.pilot.pause()
        assert_harmless(here, width)
        for pane in panes:
            pane.scroll_home(animate=False)


@pytest.mark.story
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_text_of_a_case_is_only_drawn(tmp_path: Path, size: tuple[int, int]) -> None:
    async with seat(tmp_path, size=size) as here:
        blank = here.view
        for name, text in HOSTILE.items():
            here.screen.view = everywhere(blank, text)
            labels = Labels({f: (Label(text, text, text),) for f in ("channel", "kind", "line")})
            here.screen.lens = Lens(
                now=here.desk.now(), zone=here.screen.tz, labels=labels, names={text: text}
            )
            await look_everywhere(here, size[0])
            assert here.app.return_code is None, name


async def test_markup_is_read_as_text(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        here.screen.view = everywhere(here.view, HOSTILE["action markup"])
        here.screen._redraw()
        await here.sees("[@click=app.quit]press me[/]")


@pytest.mark.story
async def test_every_text_of_a_form_is_only_drawn(tmp_path: Path) -> None:
    """Every form with several of the texts, every text in some form."""
    async with seat(tmp_path, size=SMALL) as here:
        blank = here.view
        people = tuple(here.app.people.values())
        every = cycle([*FORMS, "ring", *PEOPLE_FORMS])
        for name, text in HOSTILE.items():
            view = everywhere(blank, text)
            lens = replace(here.screen.lens, names={text: text})
            action = next(every)
            if action in PEOPLE_FORMS:
                named = tuple(replace(person, name=text) for person in people)
                form: CaseForm = PEOPLE_FORMS[action](view, lens, named)
            else:
                form = (RingForm if action == "ring" else FORMS[action])(view, lens)
            await here.app.push_screen(form)
            form._seen = 0  # everything has happened meanwhile
            form.case_changed(view, lens)
            await here.pilot.pause()
            assert_harmless(here, SMALL[0])
            form.dismiss(None)
            await here.back_on_case()
            assert here.app.return_code is None, name


@pytest.mark.story
async def test_hostile_text_survives_the_whole_way(tmp_path: Path) -> None:
    """Pasted into a form, stored, read back and drawn: still harmless, and the desk still there."""
    texts = [f"{name}: {text}" for name, text in HOSTILE.items()]
    async with seat(tmp_path) as here:
        for first in range(0, len(texts), 6):
            await here.press("o")
            await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form is there")
            await here.paste("\n".join(texts[first : first + 6]))
            assert_harmless(here, MIDDLE[0])
            await here.press("ctrl+s")
            await here.back_on_case()
            stored = await here.last()
            assert stored.text is not None
            assert stored.text.startswith(texts[first].partition(":")[0])
            ver = stored.event.ver
            await here.until(lambda ver=ver: here.view.ver == ver, "the note is read")
            assert_harmless(here, MIDDLE[0])
        await look_everywhere(here, MIDDLE[0])
