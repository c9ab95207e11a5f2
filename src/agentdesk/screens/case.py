"""The case: where it stands, whose it is, what was promised, its whole story; every action one key.

Columns: one under 120 cells (all sections stacked, names beside them), two from 120, three from
160. The case is read anew when the desk says that it has changed; scroll, folding and an open form
stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer

from agentdesk.desk.api import CaseView, DeskTrouble
from agentdesk.domain.values import MINUTE, SECOND, Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.acts import Act
from agentdesk.screens.case_acts import CASE_ACTS, CASE_BINDINGS, ON_CASE
from agentdesk.screens.case_beside import CaseBeside
from agentdesk.screens.case_layout import columns, sections
from agentdesk.screens.case_panes import CasePanes
from agentdesk.screens.department_acts import ANSWERS
from agentdesk.screens.forms.answer import answerable
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.why import WhyScreen
from agentdesk.widgets.case_title import offer_row, plan_row, step_row, title_rows, undelivered_row
from agentdesk.widgets.company import company_row
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.lens import Lens, lens_of
from agentdesk.widgets.lines import Lines, Row
from agentdesk.widgets.next_step import next_step
from agentdesk.widgets.section import Section
from agentdesk.widgets.timeline import Show, following

_ON_CASE = frozenset(act.name for act in ON_CASE)


class CaseHead(Lines):
    """Title, state and next step, always in view."""

    def __init__(self, rows: Callable[[int], list[Row]]) -> None:
        super().__init__(id="case-head")
        self._rows = rows

    def build(self, width: int) -> list[Row]:
        """The rows and a rule."""
        return [*self._rows(width), [("─" * width, "rule")]]


class CaseScreen(CasePanes, CaseBeside):
    """One case, opened by its id."""

    ACTS: ClassVar[Sequence[Act]] = CASE_ACTS
    BINDINGS = CASE_BINDINGS
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, case_id: int, *, handoff: str | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.handoff = handoff
        self.view: CaseView | None = None
        self.lens = Lens()
        self.showing = Show.ALL
        self.whole = False
        self._columns = 0
        self._waker: Timer | None = None
        self._reloaded_for: int | None = None

    # --- layout
    def compose_body(self) -> ComposeResult:
        """Head, then the columns."""
        self._columns = columns(self.app.size.width)
        yield CaseHead(self._head_rows)
        with Horizontal(id="columns", classes=f"-columns-{self._columns}"):
            for number, parts in enumerate(sections(self, self._columns)):
                with VerticalScroll(id=f"column-{number}", classes="column"):
                    yield from parts

    @property
    def compact(self) -> bool:
        """One column: lines are dear."""
        return self._columns == 1

    def _head_rows(self, width: int) -> list[Row]:
        if self.view is None:
            return [[(t("case.loading", id=self.case_id), "quiet")]]
        step = next_step(self.view, self.lens)
        key = next((self.key_of(act) for act in ON_CASE if act.name == step.action), "")
        return [
            *title_rows(self.view, self.lens, width),
            *company_row(self.desk.whereabouts.get(self.case_id, ()), self.lens, width),
            *offer_row(self.view, self.lens, *self.answer_keys(), width),
            *plan_row(self.view, self.lens, self.key_named("end_plan"), width),
            *undelivered_row(self.view, self.key_named("mail_seen"), width),
            step_row(step, key, self.unsent(), width),
        ]

    def on_mount(self) -> None:
        """Read the case; the keys scroll the story. (Each class's handler is called by itself.)"""
        self._focus_story()
        self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """Other columns, if the width now asks for them."""
        if self._columns and columns(event.size.width) != self._columns:
            self.relabel()

    def relabel(self) -> None:
        """Everything anew: another language, other columns."""
        super().relabel()
        self.call_after_refresh(self._focus_story)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Back from a form: the keys scroll the story again."""
        if self.view is not None:
            self._redraw()
        if self.focused is None:
            self._focus_story()

    # --- reading
    def reload(self) -> None:
        """Read the case anew, off the key path; the last one asked for counts."""
        load: Any = self._load  # not its coroutine: one that is replaced before it runs is no loss
        self.run_worker(load, group="load", exclusive=True)

    async def _load(self) -> None:
        try:
            view = await self.desk.case(self.case_id)
        except Refused as refusal:
            self._gone(self.refusal_text(refusal.code, **refusal.params))
            return
        except DeskTrouble as trouble:
            self.on_trouble(trouble)
            return
        self.show_case(view)
        await self.read_drafts()

    def _gone(self, why: str) -> None:
        self.say(t("case.gone", why=why), kind="warning")
        if self.view is None:
            self.dismiss(None)

    def show_case(self, view: CaseView) -> None:
        """Draw this state of the case, and tell an open form of it."""
        before = self.view
        self.view = view
        self.lens = lens_of(self.desk, self.desk_app.people)
        self._redraw(grown=before is not None and before.ver != view.ver)
        self.refresh_frame()
        for screen in self.app.screen_stack:
            if isinstance(screen, CaseForm) and screen.view.id == view.id:
                screen.case_changed(view, self.lens)
        self._wake()

    def _redraw(self, grown: bool = False) -> None:
        """Make every row anew; what is being read stays where it is when the story grows."""
        story = next(iter(self.query("#section-timeline").results(Section)), None)
        pane = story.parent if story is not None else None
        height = story.size.height if story is not None else 0
        for lines in self.query(Lines):
            lines.refill()
        if not grown or story is None or not isinstance(pane, VerticalScroll):
            return
        if pane.scroll_y > story.virtual_region.y:
            self.call_after_refresh(self._hold, pane, story, height, pane.scroll_y)

    # --- time passes
    def _wake(self) -> None:
        """Draw again when a time left next reads differently; read again when a state changes."""
        if self._waker is not None:
            self._waker.stop()
        if self.view is None:
            return
        now = self.desk.now()
        instants = [now + MINUTE]
        for clock in self.view.clocks:
            if clock.open and clock.state != "paused" and clock.due is not None:
                instants.append(form.span_changes_at(clock.due, now))
        instants += [call.at + 1 for call in self.view.callbacks if call.at > now]
        change = self.view.place.next_change
        if change is not None and change > now:
            instants.append(change + 1)
        shortest = 0.2 if self.app.screen is self else 15.0  # under a form nobody counts seconds
        delay = max(shortest, (min(instants) - now) / SECOND)
        self._waker = self.set_timer(delay, self._ticked)

    def _ticked(self) -> None:
        if self.view is None:
            return
        now = self.desk.now()
        change = self.view.place.next_change
        if change is not None and change < now and self._reloaded_for != change:
            self._reloaded_for = change
            self.reload()
        self.lens = self.lens.at(now)
        for lines in self.query(Lines):
            if isinstance(lines, CaseHead) or (isinstance(lines, Section) and lines.live):
                lines.refill()
        self._wake()

    def place(self) -> tuple[int, str]:
        """This case is looked at."""
        return (self.case_id, "looks")

    def company_changed(self) -> None:
        """Draw the head anew."""
        for head in self.query(CaseHead):
            head.refill()

    def store_changed(self, ids: frozenset[int]) -> None:
        """Read again if it is about this case."""
        if not ids or self.case_id in ids:
            self.reload()

    # --- what can be done
    def refusal(self, name: str) -> str | None:
        """Why an action on the case is impossible now."""
        if name not in _ON_CASE:
            return self.not_beside(name)
        if self.view is None:
            return t("case.loading", id=self.case_id)
        code = self.view.actions.get(name)
        if code is None:
            return None
        return self.refusal_text(code, **self.lens.names_of(self.view))

    def on_refused(self, refusal: Refused) -> None:
        """Say why, people by their names; the case has moved on, so read it again."""
        super().on_refused(refusal)
        self.reload()

    def hints(self) -> list[KeyHint]:
        """The footer: what can be done now comes before what cannot; of a specialist, what a
        department says comes first."""
        hints = super().hints()
        answers = [self._hint(act) for act in ANSWERS] if self._answers else []
        if self.desk.info.me.dept:
            hints = [*answers, *hints]
        else:
            hints += answers
        return sorted(hints, key=lambda hint: not hint.enabled)

    @property
    def _answers(self) -> bool:
        """There is a handoff that the person at the keys may answer for."""
        return self.view is not None and bool(answerable(self.view))

    def _hint(self, act: Act) -> KeyHint:
        return KeyHint(act.name, self.key_of(act), act.label, self.refusal(act.name) is None)

    def open_case(self, case_id: int) -> None:
        """Show another case in this screen, from its top."""
        self.case_id, self.handoff = case_id, None
        self.view = None
        self.whole = False
        self.showing = Show.ALL
        for pane in self._panes():
            pane.scroll_home(animate=False)
        self._redraw()
        self.reload()

    def go_to(self, case_id: int) -> None:
        """Another case over this one: esc comes back here."""
        self.app.push_screen(CaseScreen(case_id))

    def do_timeline(self) -> None:
        """All, what the customer saw, internal, restricted where it may be read."""
        if self.view is not None:
            self.showing = following(self.showing, self.view)
            self._redraw()

    def do_unfold(self) -> None:
        """Long texts whole, or folded again."""
        self.whole = not self.whole
        self._redraw()

    def do_why(self) -> None:
        """Why it stands where it stands in the queue."""
        self.app.push_screen(WhyScreen(self.case_id))

    def do_back(self) -> None:
        """Back to where it was opened from."""
        self.dismiss(None)
