"""Asking a department: which, what is asked, what goes along (C5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from agentdesk.desk.api import CaseView, Department, Done, Label
from agentdesk.domain import events as k
from agentdesk.domain.values import Audience, Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.along_list import AlongList, Entry
from agentdesk.widgets.department_picker import DepartmentPicker, spelled
from agentdesk.widgets.handoff_words import flow
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Lines, Row
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.story import headline
from agentdesk.widgets.text_box import TextBox

CLOSED = frozenset({"retired_department", "unknown_department"})
"""Refusals for a department that takes no handoffs any more."""

FROM_CUSTOMER = frozenset({k.RECEIVED, k.CUSTOMER_MESSAGE})
"""What the customer wrote or said goes along unless somebody takes it out."""


class DeptFacts(Lines):
    """Why this department is suggested, whether it works now, by when it answers."""

    def __init__(self) -> None:
        super().__init__(classes="dept-facts")
        self._words: Sequence[str] = ()

    def show(self, words: Sequence[str]) -> None:
        """Say these, one after the other."""
        if list(words) != list(self._words):
            self._words = words
            self.refill()

    def build(self, width: int) -> list[Row]:
        """As few lines as they need."""
        return [[(line, "quiet")] for line in flow(filter(None, self._words), width)]


class DepartmentField(Field):
    """The department, and beneath it what is known of it."""

    def compose(self) -> ComposeResult:
        """Label, control, facts, trouble."""
        for part in super().compose():
            yield part
            if part is self.widget:
                yield DeptFacts()

    @property
    def facts(self) -> DeptFacts:
        """What is known of the chosen one."""
        return self.query_one(DeptFacts)


def along_entries(view: CaseView, lens: Lens) -> list[Entry]:
    """What can go along: every text that the department may read; the customer's words first."""
    found: dict[int, Entry] = {}
    lens = lens.on(view)
    for entry in view.timeline:
        if not entry.text or entry.withdrawn or entry.audience is Audience.RESTRICTED:
            continue
        at = lens.when(entry.event.at)
        usual = entry.event.kind in FROM_CUSTOMER
        found[entry.event.ver] = Entry(
            entry.event.ver, f"{at} {headline(entry, lens)}", entry.text, usual
        )
    customers = [one for one in found.values() if one.usual]
    return customers + [one for one in reversed(found.values()) if not one.usual]


class HandoffForm(CaseForm):
    """The department that is suggested, what is asked, what goes along."""

    NAME = "handoff"
    done_words = ""

    def __init__(self, view: CaseView, lens: Lens) -> None:
        super().__init__(view, lens)
        self._departments: Mapping[str, Department] = {}

    def heading(self) -> str:
        """What this is."""
        return t("handoff.handoff.title")

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        self._suggested = self.desk.suggest_department(self.view.category, right=self._right())
        picker = DepartmentPicker(self._labels(), self._suggested.dept or "")
        return [
            DepartmentField("dept", "handoff.dept", picker, needed=True),
            Field("ask", "handoff.ask", TextBox(placeholder=t("handoff.ask.hint")), needed=True),
            Field("along", "handoff.along", AlongList(along_entries(self.view, self.lens))),
        ]

    def _right(self) -> str:
        """The department that the last rejection named, while nobody has acted on it."""
        if self.view.back is None or self.view.back[0] != "rejected":
            return ""
        last = max(
            (one for one in self.view.handoffs if one.ended_at is not None),
            key=lambda one: one.ended_at or 0,
            default=None,
        )
        return last.right if last is not None else ""

    def _labels(self) -> list[Label]:
        """Those that can be asked: not retired, and not those that have the case already."""
        has = {one.dept for one in self.view.handoffs if one.ended_at is None}
        known = self.desk.labels.families.get("department", ())
        return [label for label in known if not label.retired and label.code not in has]

    def first_field(self) -> Field:
        """The words; the department first where none is suggested."""
        return self.field("ask" if self.picker.value else "dept")

    def begin(self) -> None:
        """What is known of the departments comes while somebody types."""
        super().begin()
        self._tell()
        self.start(self._ask_departments(), group="departments")
        self.run_worker(self._spell, thread=True, group="spelling")

    async def _ask_departments(self) -> None:
        known = await self.desk.departments()
        self._departments = {one.code: one for one in known}
        has = {one.dept for one in self.view.handoffs if one.ended_at is None}
        self.picker.show(
            [Label(one.code, one.en, one.zh) for one in sorted(known, key=lambda one: one.code)
             if one.active and one.code not in has]
        )  # fmt: skip
        self._tell()

    def _spell(self) -> None:
        """Off the key path: the table of readings takes a tenth of a second to load."""
        ways = spelled(self.desk.labels.families.get("department", ()))
        self.app.call_from_thread(self._know, ways)

    def _know(self, ways: Mapping[str, tuple[str, ...]]) -> None:
        if self.is_attached:
            self.picker.know(ways)

    @property
    def picker(self) -> DepartmentPicker:
        """The field for the department."""
        picker = self.field("dept").widget
        assert isinstance(picker, DepartmentPicker)
        return picker

    @property
    def along(self) -> AlongList:
        """The field for what goes along."""
        along = self.field("along").widget
        assert isinstance(along, AlongList)
        return along

    # --- what is said of the department
    def _tell(self) -> None:
        field = self.field("dept")
        assert isinstance(field, DepartmentField)
        field.facts.show(self._words_of(self.picker.pointed))

    def _words_of(self, code: str) -> list[str]:
        words = []
        if code == (self._suggested.dept or ""):
            category = self.lens.label("category", self.view.category)
            words.append(t(self._suggested.reason, category=category))
        if not code:
            return words
        words.append(self._part())
        dept = self._departments.get(code)
        if dept is not None:
            words += self._now(dept)
        return words

    def _part(self) -> str:
        """The first department that is asked leads, the others assist."""
        lead = next((one for one in self.view.handoffs if one.main and one.ended_at is None), None)
        if lead is None:
            return t("handoff.leads")
        return phrase("handoff.assists.whom", dept=self.lens.label("department", lead.dept))

    def _now(self, dept: Department) -> list[str]:
        lens = self.lens
        words = []
        if dept.answers_by is not None:
            words.append(phrase("handoff.answers", at=lens.when(dept.answers_by)))
        key = "handoff.open" if dept.is_open else "handoff.closed"
        turns = dept.closes_at
        at = lens.when(turns) if turns is not None else None
        words.append(t(key) if at is None else phrase(f"{key}.until", at=at))
        if dept.late:
            words.append(t("handoff.load.late", open=dept.open, late=dept.late))
        elif dept.open:
            words.append(t("handoff.load", open=dept.open))
        if not dept.people:
            words.append(t("handoff.nobody"))
        return words

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """Another department."""
        event.stop()
        self._typed()
        self.field("dept").say("")
        self._tell()

    def on_pick_one_pointed(self, event: PickOne.Pointed) -> None:
        """Another offer is marked: what is known of that one."""
        event.stop()
        self._tell()

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter in the department."""
        event.stop()
        self._onward()

    def on_along_list_changed(self, event: AlongList.Changed) -> None:
        """With it or without it."""
        event.stop()
        self._typed()

    def on_along_list_done(self, event: AlongList.Done) -> None:
        """Enter in the list."""
        event.stop()
        self._onward()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in; what is said of the department follows."""
        super().fill(values)
        self._tell()

    def case_changed(self, view: CaseView, lens: Lens) -> None:
        """Somebody else may have asked a department meanwhile."""
        super().case_changed(view, lens)
        self.picker.show(self._labels())
        self._tell()

    def troubles(self) -> Mapping[str, str]:
        """A department and what is asked must be there."""
        found = {}
        if not self.picker.value:
            found["dept"] = t("handoff.dept.missing")
        if not self.words("ask"):
            found["ask"] = t("handoff.ask.missing")
        return found

    async def send(self) -> Done:
        """Ask."""
        code = self.picker.value
        done = await self.desk.hand_off(
            self.view.id, code, self.words("ask"), along=self.along.chosen, op=self.keeper.op
        )
        self.done_words = self._done(code)
        return done

    def on_refused(self, refusal: Refused) -> None:
        """What cannot be asked any more is offered no more; the words are kept."""
        super().on_refused(refusal)
        if refusal.code in CLOSED:
            self.picker.only(self._labels())
            self._tell()
            self.field("dept").focus_control()

    def _done(self, code: str) -> str:
        from agentdesk.screens.case_acts import ON_CASE  # which lists this form

        words = {"ref": self.view.reference, "dept": self.lens.label("department", code)}
        dept = self._departments.get(code)
        if dept is None or dept.answers_by is None:
            said = phrase("handoff.done.handoff.open", **words)
        else:
            said = phrase("handoff.done.handoff", at=self.lens.when(dept.answers_by), **words)
        undo = next(act for act in ON_CASE if act.name == "undo")
        return form.sentences(said, t("case.done.undoable", key=self.key_of(undo)))
