"""The template of an update: chosen, put into the words, its gaps gone through one by one (C3)."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import cast

from textual.document._document import Document
from textual.widgets.text_area import Selection

from agentdesk.desk.api import UpdateStart
from agentdesk.domain import templates
from agentdesk.screens.forms.base import CaseForm
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.text_box import LineBox, TextBox


class WithTemplate(CaseForm):
    """The part of the form for updates that knows templates."""

    _asked: UpdateStart | None = None
    _body = ""
    """The text that the chosen template put in."""
    _there: asyncio.Event
    """The templates are there."""

    @abstractmethod
    def _show(self) -> None:
        """Draw the preview anew."""

    @abstractmethod
    def _show_fields(self) -> None:
        """The fields, where the preview stands in their place."""

    @property
    def _text(self) -> TextBox:
        return cast(TextBox, self.field("text").widget)

    @property
    def _picked(self) -> PickOne:
        return cast(PickOne, self.field("template").widget)

    def _template(self) -> templates.Template | None:
        return self._asked.template(self._picked.value) if self._asked is not None else None

    def _template_body(self) -> str:
        template = self._template()
        return template.words[self.words("lang")].body if template is not None else ""

    async def do_template(self) -> None:
        """Choose a template: those that fit stand first, typing finds another."""
        await self._there.wait()
        self._show_fields()
        self.field("template").focus_control()
        if not self._picked.query_one(LineBox).value:
            self._picked.action_move(1)

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """A template was chosen: its text stands there, what is to be written is marked."""
        self._put_body()
        self.keeper.changed()

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter: to the words."""
        event.stop()
        self._text.focus()
        self._next_gap(from_start=True)

    def _put_body(self) -> None:
        """The template's text, in place of none or of another template's; own words stay."""
        body, words = self._template_body(), self._text.words
        if not words or words == self._body:
            self._text.put(body)
        elif body and words != body:
            self._text.put(f"{words}\n\n{body}")
        self._body = body
        self._show()

    def _next_gap(self, *, from_start: bool = False) -> bool:
        """Select the next field that only the writer can fill; typing replaces it."""
        if self._asked is None or self._template() is None:
            return False
        box = self._text
        known = self._asked.values.get(self.words("lang"), {})
        spans = templates.gaps(box.text, known)
        if not spans:
            return False
        document = cast(Document, box.document)
        at = 0 if from_start else document.get_index_from_location(box.selection.end)
        start, end = next((span for span in spans if span[0] >= at), spans[0])
        here = document.get_location_from_index
        box.selection = Selection(here(start), here(end))
        box.scroll_cursor_visible()
        return True

    def do_onward(self) -> None:
        """Tab: to the next gap of the template while there is one, else to the next field."""
        box = self._text
        selected = box.selected_text
        known = self._asked.values.get(self.words("lang"), {}) if self._asked is not None else {}
        left_alone = bool(selected) and templates.gaps(selected, known)
        if self.focused is box and not left_alone and self._next_gap():
            return
        super().do_onward()
