"""The floor of a form: the widgets of a new case in a bare Textual app, and nothing behind them."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

MARK = "what they say"
"""What stands beside its box for words."""


class BareForm(App[None]):
    """A box for words among lines and choices that never change."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #halves { layout: horizontal; height: auto; }
    #words, #choices { width: 1fr; height: auto; }
    .field { layout: horizontal; height: auto; }
    .label { width: 15; }
    .control { width: 1fr; height: auto; }
    TextArea { height: 10; }
    """

    def compose(self) -> ComposeResult:
        """As many fields as the form of a new case shows, in the same containers."""
        yield Static("New case")
        with VerticalScroll(), Container(id="halves"):
            with Vertical(id="words"):
                for name in ("Name", "Phone", "E-mail"):
                    yield from self._field(name, Input(compact=True))
                yield from self._field(MARK, TextArea())
            with Vertical(id="choices"):
                for number in range(11):
                    yield from self._field(f"Choice {number}", Static("● one   ○ two   ○ three"))
        yield Static("^s save   esc leave")

    def _field(self, name: str, control: Input | Static | TextArea) -> ComposeResult:
        with Container(classes="field"):
            yield Static(name, classes="label")
            with Container(classes="control"):
                yield control

    def on_mount(self) -> None:
        """The keys go into the box."""
        box = self.query_one(TextArea)
        box.cursor_blink = False
        box.focus()


if __name__ == "__main__":
    BareForm().run()
