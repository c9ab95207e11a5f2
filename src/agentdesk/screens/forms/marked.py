"""A field that says where its value came from: by guess from a paste, or suggested by the text.

The mark stands dim behind the control and goes when somebody sets the field themselves.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.widget import Widget

from agentdesk.i18n import t
from agentdesk.screens.forms.fields import Field, FieldLabel, FieldTrouble
from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.lines import Lines, Row


class FieldMark(Lines):
    """One or two words behind a control; nothing while there is none. Where ``room`` names them in
    the catalogue, their room is kept: options that wrap must not move when a mark comes."""

    def __init__(self, room: str = "") -> None:
        super().__init__(classes="field-mark")
        self.text = ""
        self._room = room

    def say(self, text: str) -> None:
        """Say this; "" for nothing."""
        if text != self.text:
            self.text = text
            if self._room:
                self.refill()
                return
            self.display = bool(text)
            self.refill()
            self.refresh(layout=True)

    def on_mount(self) -> None:
        """Nothing to say yet: no room taken."""
        self.display = bool(self.text or self._room)

    def build(self, width: int) -> list[Row]:
        """The words."""
        return [[(self.text, "quiet")]]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as its words, or as those that may come."""
        return max(cell_len(self.text), cell_len(t(self._room)) if self._room else 0)


class MarkedField(Field):
    """A labelled control with a mark behind it; ``room``: see `FieldMark`."""

    def __init__(
        self, name: str, label: str, control: Widget, *, needed: bool = False, room: str = ""
    ) -> None:
        super().__init__(name, label, control, needed=needed)
        self._room = room

    def compose(self) -> ComposeResult:
        """Label, control and mark, trouble."""
        yield FieldLabel(self._label, self.needed)
        with Container(classes="field-control"):
            with Horizontal(classes="field-line"):
                with Container(classes="field-box"):
                    yield self.widget
                yield FieldMark(self._room)
            yield FieldTrouble()

    @property
    def marked(self) -> str:
        """The mark that stands there."""
        return self.query_one(FieldMark).text

    def mark(self, text: str) -> None:
        """Set the mark; "" takes it away."""
        self.query_one(FieldMark).say(text)
