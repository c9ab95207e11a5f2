"""A field that says where its value came from: by guess from a paste, or suggested by the text.

The mark stands dim behind the control and goes when somebody sets the field themselves.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.geometry import Size

from agentdesk.screens.forms.fields import Field, FieldLabel, FieldTrouble
from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.lines import Lines, Row


class FieldMark(Lines):
    """One or two words behind a control; nothing while there is none."""

    def __init__(self) -> None:
        super().__init__(classes="field-mark")
        self.text = ""

    def say(self, text: str) -> None:
        """Say this; "" for nothing."""
        if text != self.text:
            self.text = text
            self.display = bool(text)
            self.refill()
            self.refresh(layout=True)

    def on_mount(self) -> None:
        """Nothing to say yet: no room taken."""
        self.display = bool(self.text)

    def build(self, width: int) -> list[Row]:
        """The words."""
        return [[(self.text, "quiet")]]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as its words."""
        return cell_len(self.text)


class MarkedField(Field):
    """A labelled control with a mark behind it."""

    def compose(self) -> ComposeResult:
        """Label, control and mark, trouble."""
        yield FieldLabel(self._label, self.needed)
        with Container(classes="field-control"):
            with Horizontal(classes="field-line"):
                with Container(classes="field-box"):
                    yield self.widget
                yield FieldMark()
            yield FieldTrouble()

    @property
    def marked(self) -> str:
        """The mark that stands there."""
        return self.query_one(FieldMark).text

    def mark(self, text: str) -> None:
        """Set the mark; "" takes it away."""
        self.query_one(FieldMark).say(text)
