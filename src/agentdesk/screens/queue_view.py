"""What the queue screen shows and how it reads it: windows around the cursor, preview, counts.

What a person can do there is in `queue`. Nothing is polled: the desk says what has changed, the
table says when time has changed something.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from agentdesk.desk.api import Filter, Key, QueuePage, QueueRow, View
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t
from agentdesk.screens.beside import BesideList
from agentdesk.screens.live_list import LiveList
from agentdesk.widgets.cells import plain
from agentdesk.widgets.filter_bar import FilterBar
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.preview import Preview
from agentdesk.widgets.queue_cells import Sight
from agentdesk.widgets.queue_lines import ColumnTitles, ReasonLine
from agentdesk.widgets.queue_table import QueueTable
from agentdesk.widgets.queue_window import Window
from agentdesk.widgets.views_line import ViewsLine

PAGE = 200
"""Rows read at once."""

LAST: Key = (99, 99, 2**62, 2**62, 2**62)
"""After every key."""


class QueueView(LiveList, BesideList):
    """The live list of a view, with its reason line and its preview."""

    AUTO_FOCUS: ClassVar[str | None] = "QueueTable"
    BESIDE = ((180, 64), (150, 50), (0, 40))

    def __init__(self) -> None:
        super().__init__()
        self._view = View.ALL
        self._where = Filter()
        self._unclear = False
        self._readings = 0
        self._read_again = False
        self._first = asyncio.Event()
        self._unread = False
        """Something is to be read anew, and its rows have not come."""

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
        self._look_through()
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

    def _look_through(self) -> None:
        info = self.desk.info
        self.table.look_through(Sight(form.zone(info.tz), info.soon, self.desk.labels))
        self.query_one(ColumnTitles).show(self.table.needs)

    # --- reading
    def read(self, *, cursor: int | None = None, top: bool = False) -> None:
        """Read the window anew, around the case under the cursor (or ``cursor``, or the top)."""
        self._unread = True
        self.start(self._read(cursor, top), group="page", exclusive=True)

    async def stands(self) -> None:
        """Its rows are there, or could not be read."""
        await self._first.wait()

    async def _read(self, cursor: int | None, top: bool) -> None:
        self._readings += 1
        try:
            await self._read_window(cursor, top)
        finally:
            self._readings -= 1
            self._first.set()
            if self._read_again and not self._readings:
                self._read_again = False
                self.store_changed(frozenset())

    async def _read_window(self, cursor: int | None, top: bool) -> None:
        if not self.query(QueueTable):
            return  # the program has ended since this was asked for
        wanted = None if top else cursor if cursor is not None else self.table.cursor
        window = self.table.window
        near_top = not window.more_before and window.index.get(wanted or 0, 0) < PAGE // 2
        around = None if wanted is None or (near_top and cursor is None) else wanted
        page = await self.desk.page(self._view, self._where, around=around, limit=PAGE)
        if around is None and wanted is not None and page.more_after and not _has(page, wanted):
            page = await self.desk.page(self._view, self._where, around=wanted, limit=PAGE)
        if cursor is not None and not _has(page, cursor):
            await self._read_window(None, top=False)  # it is not in this view: all stays in place
            return
        self._unread = False
        if top and page.rows:
            cursor = page.rows[0].id
        gone = window.row(wanted) if wanted is not None and not _has(page, wanted) else None
        if gone is not None and not near_top:
            await self._show_around(gone.key)
            return
        # Without a wish the cursor stays where it is by now: it may have been moved meanwhile.
        self._show(Window.of(page), cursor)

    async def _show_around(self, key: Key) -> None:
        """The place of a case that has left the view; the cursor on what came in its place."""
        half = PAGE // 2
        before = await self.desk.page(self._view, self._where, before=key, limit=half)
        after = await self.desk.page(self._view, self._where, after=key, limit=half)
        here = next(iter([*after.rows, *reversed(before.rows)]), None)
        self._show(Window.of(before).with_after(after), here.id if here is not None else None)

    def _show(self, window: Window, cursor: int | None = None) -> None:
        if not self.query(QueueTable):
            return
        nine = t("queue.view.waiting") if self._view is View.WAITING else ""
        self._say_empty()
        self.table.show(window, cursor=cursor, nine=nine)
        self.query_one(ColumnTitles).show(self.table.needs)
        if not self._where.empty and not self._unclear:
            self.bar.found(self._found(window.total))

    def _found(self, shown: int) -> str:
        """How many of the view the filter has left."""
        counts = self.desk_app.counts
        if counts is None:
            return form.count(shown)
        total = max(shown, counts.views.get(self._view, 0))
        return t("queue.filter.found", shown=form.count(shown), total=form.count(total))

    def _say_empty(self) -> None:
        if self._where.empty:
            key = f"queue.empty.{self._view.value}"
            self.table.say_empty(t(key), t(f"{key}.do"))
        else:
            text = t("queue.empty.filter", text=plain(self.bar.text))
            self.table.say_empty(text, t("queue.empty.filter.do"))

    def on_queue_table_more_wanted(self, message: QueueTable.MoreWanted) -> None:
        """Rows beyond the window's edge, unless all of them are on their way."""
        if self._unread:
            self.read()
            return
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
        self._unread = True
        if not ids:  # the policy may be another, and its words with it
            self._look_through()
        super().store_changed(ids)

    def changes_settled(self) -> None:
        """The burst is over: read, once what is being read has come."""
        if self._readings:  # let it end: in a burst of changes none would, if each began anew
            self._read_again = True
        else:
            self.read()

    def on_queue_table_time_passed(self) -> None:
        """Order and figures may have changed without anybody's doing."""
        self.store_changed(frozenset())
        self.desk_app.refresh_counts()

    # --- the cursor, its reason and its preview
    @property
    def case_here(self) -> int | None:
        """The case under the cursor."""
        return self.table.cursor

    def on_queue_table_moved(self) -> None:
        """The cursor is on another case."""
        self.pointed()

    def point(self) -> None:
        """Its reason, and its row beside the table."""
        row = self.row
        why = say.reason(row.reason, now=self.desk.now(), tz=self.tz) if row is not None else ""
        self.query_one(ReasonLine).show(why)
        self.refresh_frame()
        if self.preview.display:
            self.preview.point(row, lens_of(self.desk, self.desk_app.people))

    # --- moving
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

    # --- the frame
    def refresh_frame(self) -> None:
        """Header, footer, and the counts of the views."""
        super().refresh_frame()
        counts = self.desk_app.counts
        for line in self.query(ViewsLine):
            line.show(self._view, counts.views if counts is not None else {})

    def relabel(self) -> None:
        """The language has changed."""
        self.bar.relabel()
        self._look_through()
        self._say_empty()
        for widget in (*self.query(ColumnTitles), *self.query(ViewsLine)):
            widget.refresh()
        self.pointed()
        self.refresh_frame()


def _has(page: QueuePage, case_id: int) -> bool:
    return any(row.id == case_id for row in page.rows)
