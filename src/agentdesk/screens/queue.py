"""The queue: what comes first, why, and one key to take it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from agentdesk.desk.api import Filter, Key, QueueRow, View
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskScreen
from agentdesk.widgets.cells import plain
from agentdesk.widgets.filter_bar import FilterBar, case_number
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.preview import Preview
from agentdesk.widgets.queue_cells import Sight
from agentdesk.widgets.queue_lines import ColumnTitles, ReasonLine
from agentdesk.widgets.queue_table import QueueTable
from agentdesk.widgets.queue_window import Window
from agentdesk.widgets.views_line import ViewsLine

PAGE = 200
"""Rows read at once."""

SETTLE = 0.06
"""Seconds in which several changes make one reading."""

PREVIEW_FROM = 120
"""Columns from which a preview stands beside the table."""

LAST: Key = (99, 99, 2**62, 2**62, 2**62)
"""After every key."""

QUEUE_ACTS = (
    Act("queue", "next", "n"),
    Act("queue", "open", "enter"),
    Act("queue", "filter", "slash"),
    Act("queue", "claim", "l"),
    Act("queue", "why", "w"),
    Act("queue", "clear", "escape"),
    Act("queue", "view_next", "tab"),
    Act("queue", "view_previous", "shift+tab", show=False),
    *(
        Act("queue", f"view_{view.value}", str(number), show=False)
        for number, view in enumerate(View, 1)
    ),
    Act("queue", "down", "j,down", show=False, moves=True),
    Act("queue", "up", "k,up", show=False, moves=True),
    Act("queue", "page_down", "pagedown,ctrl+d,space", show=False, moves=True),
    Act("queue", "page_up", "pageup,ctrl+u", show=False, moves=True),
    Act("queue", "first", "g,home", show=False, moves=True),
    Act("queue", "last", "G,end", show=False, moves=True),
)


class QueueScreen(DeskScreen[None]):
    """The live list of cases in the order of the promises."""

    ACTS: ClassVar = QUEUE_ACTS
    BINDINGS = bindings(QUEUE_ACTS)
    AUTO_FOCUS = "QueueTable"

    def __init__(self) -> None:
        super().__init__()
        self._view = View.ALL
        self._where = Filter()
        self._settling: Timer | None = None
        self._pointing: Timer | None = None
        self._typing: Timer | None = None
        self._taking = False
        self._stale = False

    def compose_body(self) -> ComposeResult:
        """Views, filter, titles, table and reason; the preview beside them."""
        yield ViewsLine()
        yield FilterBar()
        with Horizontal(id="queue-main"):
            with Vertical(id="queue-left"):
                yield ColumnTitles()
                yield QueueTable(self.desk.now, id="queue-table")
                yield ReasonLine()
            yield Preview(self.desk.now)

    def on_mount(self) -> None:
        """Read the first rows."""
        super().on_mount()
        info = self.desk.info
        self.table.look_through(Sight(form.zone(info.tz), info.soon, self.desk.labels))
        self.table.say_empty(t("queue.empty.loading"), "")
        self.read()
        self.table.focus()

    # --- its parts
    @property
    def table(self) -> QueueTable:
        """The table."""
        return self.query_one(QueueTable)

    @property
    def bar(self) -> FilterBar:
        """The filter."""
        return self.query_one(FilterBar)

    @property
    def preview(self) -> Preview:
        """The preview."""
        return self.query_one(Preview)

    @property
    def row(self) -> QueueRow | None:
        """The row under the cursor."""
        return self.table.row

    # --- reading
    def read(self, *, cursor: int | None = None, top: bool = False) -> None:
        """Read the window anew, around the case under the cursor (or ``cursor``, or the top)."""
        self.start(self._read(cursor, top), group="page", exclusive=True)

    async def _read(self, cursor: int | None, top: bool) -> None:
        wanted = None if top else cursor if cursor is not None else self.table.cursor
        window = self.table.window
        near_top = not window.more_before and window.index.get(wanted or 0, 0) < PAGE // 2
        around = None if wanted is None or (near_top and cursor is None) else wanted
        page = await self.desk.page(self._view, self._where, around=around, limit=PAGE)
        missing = wanted is not None and all(row.id != wanted for row in page.rows)
        if around is None and missing and page.more_after:
            page = await self.desk.page(self._view, self._where, around=wanted, limit=PAGE)
        if top and page.rows:
            wanted = page.rows[0].id
        self._show(Window.of(page), wanted)

    def _show(self, window: Window, cursor: int | None = None) -> None:
        nine = t("queue.view.waiting") if self._view is View.WAITING else ""
        self._say_empty()
        self.table.show(window, cursor=cursor, nine=nine)
        self.query_one(ColumnTitles).show(self.table.columns)
        if not self._where.empty and not self._where.unknown:
            shown, total = len(window.rows), window.total
            if shown and not (window.more_after or window.more_before):
                total = shown
            self.bar.found(form.count(total))

    def _say_empty(self) -> None:
        if self._where.empty:
            key = f"queue.empty.{self._view.value}"
            self.table.say_empty(t(key), t(f"{key}.do"))
        else:
            text = t("queue.empty.filter", text=plain(self.bar.text))
            self.table.say_empty(text, t("queue.empty.filter.do"))

    def on_queue_table_more_wanted(self, message: QueueTable.MoreWanted) -> None:
        """Rows beyond the window's edge."""
        self.start(self._read_more(message.before), group="page", exclusive=True)

    async def _read_more(self, before: bool) -> None:
        window = self.table.window
        if not window.rows:
            return
        edge = window.rows[0 if before else -1].key
        if before:
            page = await self.desk.page(self._view, self._where, before=edge, limit=PAGE)
            window = self.table.window.with_before(page)
        else:
            page = await self.desk.page(self._view, self._where, after=edge, limit=PAGE)
            window = self.table.window.with_after(page)
        self._show(window)

    def on_queue_table_end_wanted(self, message: QueueTable.EndWanted) -> None:
        """The first or the last rows of the view."""
        self.start(self._read_end(message.first), group="page", exclusive=True)

    async def _read_end(self, first: bool) -> None:
        if first:
            await self._read(None, top=True)
            return
        page = await self.desk.page(self._view, self._where, before=LAST, limit=PAGE)
        self._show(Window.of(page), page.rows[-1].id if page.rows else None)

    def store_changed(self, ids: frozenset[int]) -> None:
        """Read anew, once things have settled; when it is covered, when it is seen again."""
        if not self.is_current:
            self._stale = True
        elif self._settling is None:
            self._settling = self.set_timer(SETTLE, self._settled)

    def _settled(self) -> None:
        self._settling = None
        self.read()

    def on_queue_table_time_passed(self) -> None:
        """Order and figures may have changed without anybody's doing."""
        self.store_changed(frozenset())
        self.desk_app.refresh_counts()

    def on_screen_resume(self) -> None:
        """Seen again: what changed meanwhile is read."""
        super().on_screen_resume()
        if self._stale and self.is_mounted:
            self._stale = False
            self.read()

    # --- the cursor, its reason and its preview
    def on_queue_table_moved(self) -> None:
        """The cursor is on another case: its reason at once, its preview when it rests."""
        row = self.row
        why = say.reason(row.reason, now=self.desk.now(), tz=self.tz) if row is not None else ""
        self.query_one(ReasonLine).show(why)
        self.refresh_frame()
        if not self.preview.display:
            return
        self.preview.point(row, lens_of(self.desk, self.desk_app.people))
        if self._pointing is not None:
            self._pointing.stop()
        self._pointing = self.set_timer(SETTLE, self._rested)

    def _rested(self) -> None:
        self._pointing = None
        row = self.row
        if row is not None and self.preview.display:
            self.start(self._read_preview(row.id), group="preview", exclusive=True)

    async def _read_preview(self, case_id: int) -> None:
        try:
            view = await self.desk.case(case_id)
        except Refused:
            return  # it has gone; the next reading of the rows says so
        self.preview.fill(view, lens_of(self.desk, self.desk_app.people))

    def on_resize(self) -> None:
        """The preview stands beside the table where there is room."""
        wide = self.app.size.width >= PREVIEW_FROM
        if wide != self.preview.display:
            self.preview.display = wide
            if wide:
                self.on_queue_table_moved()
        self.call_after_refresh(self._columns_follow)

    def _columns_follow(self) -> None:
        self.query_one(ColumnTitles).show(self.table.columns)

    # --- the frame
    def refresh_frame(self) -> None:
        """Header, footer, and the counts of the views."""
        super().refresh_frame()
        counts = self.desk_app.counts
        for line in self.query(ViewsLine):
            line.show(self._view, counts.views if counts is not None else {})

    def hints(self) -> list[KeyHint]:
        """The footer; "clear" only while there is a filter."""
        filtered = not self._where.empty or (bool(self.query(FilterBar)) and self.bar.display)
        return [hint for hint in super().hints() if hint.name != "clear" or filtered]

    def relabel(self) -> None:
        """The language has changed."""
        self.bar.relabel()
        self.table.look_through(
            Sight(form.zone(self.desk.info.tz), self.desk.info.soon, self.desk.labels)
        )
        self._say_empty()
        for widget in (*self.query(ColumnTitles), *self.query(ViewsLine)):
            widget.refresh()
        self.on_queue_table_moved()
        self.refresh_frame()

    # --- views and filter
    def choose(self, view: View) -> None:
        """Show a view from its first row."""
        if view is not self._view:
            self._view = view
            self.refresh_frame()
            self.read(top=True)

    def on_views_line_chosen(self, message: ViewsLine.Chosen) -> None:
        """A view was clicked."""
        self.choose(message.view)

    def do_filter(self) -> None:
        """Type a filter."""
        self.bar.open()
        self.refresh_frame()

    def do_clear(self) -> None:
        """Take the filter away; back to the list."""
        self.bar.clear()
        self.table.focus()
        if not self._where.empty:
            self._where = Filter()
            self.read()
        self.refresh_frame()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        """Read what the text means, once the keys rest."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(SETTLE, self._typed)

    def _typed(self) -> None:
        self._typing = None
        text = self.bar.text
        number = case_number(text)
        where = Filter() if number is not None else self.desk_app.read_filter(text)
        if where.unknown:
            field = ", ".join(plain(name) for name in where.unknown)
            self.bar.found(t("queue.filter.unknown", field=field), wrong=True)
            return
        if number is not None:
            self.start(self._point_at(number), group="find", exclusive=True)
        elif not text.strip():
            self.bar.found("")
        if where != self._where:
            self._where = where
            self.read(top=True)
        self.refresh_frame()

    async def _point_at(self, number: str) -> None:
        """A number was typed: put the cursor on its case, if this view has it."""
        found = await self.desk.find(number)
        if case_number(self.bar.text) != number:
            return
        if found is None:
            self.bar.found(t("queue.filter.no_case", number=number), wrong=True)
            return
        page = await self.desk.page(self._view, Filter(), around=found, limit=PAGE)
        reference = next((row.reference for row in page.rows if row.id == found), number)
        if any(row.id == found for row in page.rows):
            self._show(Window.of(page), found)
        self.bar.found(t("queue.filter.jump", reference=reference))

    async def on_filter_bar_submitted(self, message: FilterBar.Submitted) -> None:
        """Enter: a number opens its case; other text hands the keys back to the list."""
        number = case_number(message.text)
        if number is not None:
            self.start(self._open_number(number))
            return
        if not message.text.strip():
            self.do_clear()
        elif not self.desk_app.read_filter(message.text).unknown:
            self.table.focus()

    async def _open_number(self, number: str) -> None:
        found = await self.desk.find(number)
        if found is None:
            self.bar.found(t("queue.filter.no_case", number=number), wrong=True)
            return
        self.do_clear()
        self.open_case(found)

    # --- acts
    def refusal(self, name: str) -> str | None:
        """Why an act cannot be done on the row under the cursor."""
        if name not in ("open", "why", "claim"):
            return None
        row = self.row if self.query(QueueTable) else None
        if row is None:
            return t("queue.no_row")
        if name == "claim" and row.owner is not None:
            return t("queue.owned.me") if row.mine else t("queue.owned", owner=self.name_of(row))
        return None

    def name_of(self, row: QueueRow) -> str:
        """The name of a row's owner."""
        person = self.desk_app.people.get(row.owner or "")
        return plain(person.name if person is not None else row.owner or "—")

    def do_next(self) -> None:
        """What comes first; one claim at a time, however often the key is pressed."""
        if not self._taking:
            self._taking = True
            self.start(self._next(), group="next")

    async def _next(self) -> None:
        try:
            taken = await self.desk.next(op=uuid4().hex)
        finally:
            self._taking = False
        if taken is None:
            self.say(t("queue.nothing_next"))
            return
        if taken.claimed:
            key = "queue.claimed.reserve" if taken.reserve else "queue.claimed"
            self.say(t(key, reference=taken.reference))
        self.open_case(taken.case_id)

    def do_open(self) -> None:
        """The case under the cursor."""
        if self.table.cursor is not None:
            self.open_case(self.table.cursor)

    def on_queue_table_opened(self, message: QueueTable.Opened) -> None:
        """Double-clicked."""
        self.open_case(message.case_id)

    def open_case(self, case_id: int) -> None:
        """Push the case's own screen."""
        from agentdesk.screens.case import CaseScreen

        self._stale = True
        self.app.push_screen(CaseScreen(case_id))

    def do_claim(self) -> None:
        """Claim the case under the cursor."""
        if self.table.cursor is not None:
            self.start(self._claim(self.table.cursor))

    async def _claim(self, case_id: int) -> None:
        done = await self.desk.claim(case_id, op=uuid4().hex)
        self.say(t("queue.claimed", reference=done.reference))
        self.read()
        self.desk_app.refresh_counts()

    def do_why(self) -> None:
        """The whole reason of the row under the cursor."""
        from agentdesk.screens.why import WhyScreen

        if self.table.cursor is not None:
            self.app.push_screen(WhyScreen(self.table.cursor))

    def _step(self, views: int) -> None:
        every = list(View)
        self.choose(every[(every.index(self._view) + views) % len(every)])

    def do_view_next(self) -> None:
        """The view to the right."""
        self._step(1)

    def do_view_previous(self) -> None:
        """The view to the left."""
        self._step(-1)

    def do_view_all(self) -> None:
        """All open cases."""
        self.choose(View.ALL)

    def do_view_mine(self) -> None:
        """My cases."""
        self.choose(View.MINE)

    def do_view_unowned(self) -> None:
        """Cases nobody has."""
        self.choose(View.UNOWNED)

    def do_view_unregistered(self) -> None:
        """Requests not registered yet."""
        self.choose(View.UNREGISTERED)

    def do_view_waiting(self) -> None:
        """Waiting on the customer."""
        self.choose(View.WAITING)

    def do_view_follow_ups(self) -> None:
        """Follow-ups."""
        self.choose(View.FOLLOW_UPS)

    def do_view_late(self) -> None:
        """Late."""
        self.choose(View.LATE)

    def do_down(self) -> None:
        """One case down."""
        self.table.move(1)

    def do_up(self) -> None:
        """One case up."""
        self.table.move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self.table.move_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self.table.move_page(-1)

    def do_first(self) -> None:
        """The first case of the view."""
        self.table.first()

    def do_last(self) -> None:
        """The last case of the view."""
        self.table.last()
