"""What makes a screen keep what is typed into it: any form, of a case or of none (G2)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from textual.css.query import QueryError
from textual.screen import Screen
from textual.widgets import Input, TextArea

from agentdesk.desk.api import DeskTrouble
from agentdesk.domain.drafts import Draft
from agentdesk.i18n import say, t
from agentdesk.screens.base import DeskWork
from agentdesk.screens.forms.drafts import Keeper, drafts_of
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.person_picker import PersonPicker


class KeepsTyped(DeskWork):
    """A screen with a form whose words are kept while they are typed and offered again.

    It calls `keep_for` once its fields stand, ``keeper.left()`` when it is left on purpose, and
    around sending ``keeper.before_sending()``, ``op=keeper.op`` and ``keeper.sent()``.
    """

    keeper: Keeper

    @abstractmethod
    def values(self) -> Mapping[str, str]:
        """Everything that stands in the form, by field."""

    @abstractmethod
    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that have them."""

    @abstractmethod
    def say_kept_from(self, at: int | None) -> None:
        """The form shows what was left at an instant; None: no more."""

    @abstractmethod
    def say_kept(self, kept: bool, trouble: str) -> None:
        """What was typed has been kept, or nothing is; ``trouble`` is a sentence, or ""."""

    def keep_for(self, thing: str, form: str) -> None:
        """From now on keep what is typed for a thing (`domain.drafts`); put back what was left."""
        self.keeper = Keeper(
            self.desk,
            drafts_of(self.desk_app),
            thing,
            form,
            values=self.values,
            says=self,
            later=cast(Screen[Any], self).set_timer,
        )
        draft = self.keeper.begin()
        if draft is not None:
            self.desk_app.clear_notifications()  # one of them led here, and covers the words
            self.fill(draft.values)
            self.say_kept_from(draft.at)
        self.start(self._look_elsewhere(draft), group="draft")

    async def _look_elsewhere(self, offered: Draft | None) -> None:
        """Another program of this person may have kept something else meanwhile, or sent it."""
        try:
            newer = await self.keeper.newer(offered)
        except DeskTrouble as trouble:
            self.draft_said(False, trouble)
            return
        if newer is not None:
            self.fill(newer.values)
            self.say_kept_from(newer.at if newer.op else None)

    def keep_typed(self) -> None:
        """The program ends under the form."""
        if hasattr(self, "keeper"):
            self.keeper.keep(typing=True)

    def draft_said(self, kept: bool, trouble: DeskTrouble | None) -> None:
        """What became of what was typed."""
        sentence = ""
        if trouble is not None:
            sentence = say.trouble(trouble.code, trouble.params)
            if trouble.code != "drafts_aside":
                sentence = t("drafts.unkept", why=sentence)
        if cast(Screen[Any], self).is_attached:
            self.say_kept(kept, sentence)
        elif sentence:
            self.desk_app.toast(sentence, kind="error", seconds=12)

    def _typed(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.changed()

    # --- whatever is typed comes by here (each class's handler is called by itself)
    def on_input_changed(self, event: Input.Changed) -> None:
        """Typed into a line."""
        self._typed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typed into a box."""
        self._typed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Chosen."""
        self._typed()

    def on_person_picker_marked(self, event: PersonPicker.Marked) -> None:
        """Another person is marked."""
        self._typed()

    def on_unmount(self) -> None:
        """Taken away without having been left or sent: keys that were still under way count."""
        with suppress(QueryError):
            self.keep_typed()
