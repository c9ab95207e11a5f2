"""The floor of the screen: a bare Textual app, a DataTable of 50 rows, and nothing behind it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

COLUMNS = (("P", 3), ("Left", 13), ("Case", 8), ("Customer", 10), ("What", 40), ("Where", 12),
           ("With", 12), ("", 4))  # fmt: skip
MARK = "ROW-01"
"""What stands in its first row."""


class Bare(App[None]):
    """Rows that never change."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fifty rows of eight cells, with widths given: nothing is measured."""
        table = self.query_one(DataTable)
        for name, width in COLUMNS:
            table.add_column(name, width=width)
        for n in range(1, 51):
            table.add_row(
                str(n % 3 + 1), f"reply {n}m", f"ROW-{n:02}", "王**",
                f"转账未到账 transfer missing {n}", "Payments", "li.wei", "",
            )  # fmt: skip
        table.focus()


if __name__ == "__main__":
    Bare().run()
