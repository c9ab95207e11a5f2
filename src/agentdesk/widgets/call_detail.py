"""The slot under the cursor, whole: for whom, at which number, their hours, their notes (C7)."""

from __future__ import annotations

from agentdesk.desk.api import CallbackLine, CaseView, Slot
from agentdesk.domain.day import VISIT
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.call_words import about_lines, glyph, span_of, stands, window_words
from agentdesk.widgets.cells import cell_len, plain
from agentdesk.widgets.customer_part import sticky_rows
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, clip, row_cells, wrap

BELOW = 4
"""Lines at most where it stands under the grid."""


class CallDetail(Lines):
    """A call, or what a free slot is good for."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="call-detail")
        self._short = id == "detail-below"
        self._lens = Lens()
        self._call: CallbackLine | None = None
        self._slot: Slot | None = None
        self._view: CaseView | None = None

    def show(
        self, lens: Lens, call: CallbackLine | None, slot: Slot | None, view: CaseView | None
    ) -> None:
        """Draw this; ``view`` is the call's case, once it has been read."""
        self._lens, self._call, self._slot, self._view = lens, call, slot, view
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A rule, then a few lines."""
        rows: list[Row] = [[("─" * width, "rule")]]
        if self._call is not None:
            rows += self._call_rows(self._call, width)
        elif self._slot is not None:
            rows += self._slot_rows(self._slot, width)
        if not self._short:
            return rows
        rows = rows[: BELOW + 1]
        return [*rows, *([[]] * (BELOW + 1 - len(rows)))]  # always as high: nothing jumps

    def _slot_rows(self, slot: Slot, width: int) -> list[Row]:
        """When and whose, and what it is good for: in one line where there is room."""
        lens = self._lens
        time = (
            f"{form.when(slot.at, lens.now, lens.zone)}–{form.time_of_day(slot.until, lens.zone)}"
        )
        row: Row = [(time, "strong"), (f" · {lens.who_or_me(slot.who)}", "")]
        present = slot.why == "past" and slot.until > lens.now
        key = f"callbacks.slot.{'free' if slot.free else 'present' if present else slot.why}"
        words = t(key) if known(key) else ""
        role = "good" if slot.free else "quiet"
        if row_cells(row) + cell_len(words) + 3 <= width:
            return [[*row, (f" · {words}" if words else "", role)]]
        return [clip(row, width), *([(line, role)] for line in wrap(words, width))]

    def _call_rows(self, call: CallbackLine, width: int) -> list[Row]:
        lens, view = self._lens, self._view
        notes = view.stickies if view is not None else ()
        rows = [row for note in notes for row in sticky_rows(note, lens, width)]
        if self._short:
            rows = rows[:1]
        sign, role = glyph(call, lens.now)
        head: Row = [
            (call.reference, "accent"),
            (f"  {plain(call.customer)}", "strong"),
            *self._number(call),
        ]
        state = (f"{sign} {stands(call, lens.now)}", role or "quiet")
        when = self._when_rows(call)
        if row_cells(head) + cell_len(state[0]) + 2 <= width:
            head += [("  ", ""), state]
        else:
            when[0] = [state, (" · ", "quiet"), *when[0]]
        rows += [head, *when]
        lines = [*about_lines(call, lens)]
        if call.title and plain(call.title) != plain(call.about):
            lines.append(plain(call.title))
        for words in lines:
            rows += [[(line, "")] for line in wrap(words, width)]
        return [clip(row, width) for row in rows]

    def _number(self, call: CallbackLine) -> Row:
        if call.what == VISIT:
            return [(f"  {t('callbacks.what.visit')}", "quiet")]
        return [(f"  {plain(call.phone) or t('callbacks.no_number')}", "")]

    def _when_rows(self, call: CallbackLine) -> list[Row]:
        """When and who; when the customer may be rung."""
        lens, view = self._lens, self._view
        when: Row = [
            (span_of(call, lens.now, lens.zone), ""),
            (f" · {lens.who_or_me(call.who)}", ""),
        ]
        if call.off:
            when.append((f" · {t('callbacks.not_there')}", "soon"))
        if call.tries:
            when.append((f" · {t('callbacks.tries', count=call.tries)}", "soon"))
        hours = ""
        if view is not None:
            hours = window_words(view.calls_from, view.calls_until, view.zone)
        if not hours:
            return [when]
        wishes = t("callbacks.wishes", window=hours)
        return [[*when, (f" · {wishes}", "quiet")]] if self._short else [when, [(wishes, "quiet")]]
