"""The keys of the program: what an input method types, the key style, what goes into the
clipboard."""

from __future__ import annotations

import asyncio
import importlib
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import PurePath

from textual import events
from textual.message import Message

from agentdesk.app_live import LiveApp
from agentdesk.i18n import t
from agentdesk.screens.acts import key_text
from agentdesk.screens.base import DeskWork
from agentdesk.screens.input_method import is_han, key_name, plain_key
from agentdesk.screens.key_styles import STANDARD, STYLES, following, keymap
from agentdesk.widgets.cells import plain


class KeysApp(LiveApp):
    """The part of the program that knows what a key means."""

    def __init__(
        self, css_path: list[str | PurePath], style: str | None, own: Mapping[str, str]
    ) -> None:
        super().__init__(css_path)
        self._own_keys = own
        self._clashes: set[str] = set()
        self._unknown_style = style if style and style not in STYLES else ""
        self.key_style = style if style and style in STYLES else STANDARD
        self.set_keymap(keymap(self.key_style, own))

    @abstractmethod
    def keep_choice(self, name: str, value: str) -> None:
        """Remember what a person has chosen."""

    # --- input methods
    async def on_event(self, event: events.Event) -> None:
        """A key is taken for what was meant before anything else looks at it, in its turn."""
        meant: Message | None = event
        if isinstance(event, events.Key) and not event.is_forwarded:
            meant = self._meant(event)
        if isinstance(meant, events.Event):
            await super().on_event(meant)

    def _meant(self, event: events.Key) -> events.Key | None:
        """The key that a full-width sign stands for; none for Han text in a list, which is told
        what to do. Where text is typed everything is what it is."""
        sign = event.character
        if not sign or sign.isascii() or not self._screen_stack:
            return event
        if not isinstance(self.screen, DeskWork):
            return event
        if self.focused is not None and self.focused.check_consume_key(event.key, sign):
            return event
        plain = plain_key(sign)
        if plain is not None:
            return events.Key(key_name(plain), plain)
        if is_han(sign):
            self.clear_notifications()
            self.toast(t("frame.ime"), kind="warning")
            return None
        return event

    # --- style
    def switch_style(self) -> None:
        """The next set of keys, at once; remembered."""
        self.key_style = following(self.key_style)
        self.set_keymap(keymap(self.key_style, self._own_keys))
        self.keep_choice("style", self.key_style)
        for screen in self.desk_screens():
            screen.refresh_frame()
        self.toast(t("keys.style.now", name=t(f"keys.style.{self.key_style}")))

    async def say_unknown(self) -> None:
        """What the person's settings name and nobody knows: a style, an action."""
        if self._unknown_style:
            style = plain(self._unknown_style[:40])
            self.toast(t("keys.style.unknown", name=style), kind="warning", seconds=8)
        if self._own_keys:
            every = await asyncio.to_thread(importlib.import_module, "agentdesk.screens.every_key")
            for name in sorted(set(self._own_keys) - every.ids()):
                text = t("keys.unknown", name=plain(name[:40]))
                self.toast(text, kind="warning", seconds=8)

    def say_clash(self, key: str) -> None:
        """Two actions on one key, by the person's own settings: say so once."""
        if key not in self._clashes:
            self._clashes.add(key)
            self.toast(t("frame.key_clash", key=key_text(key)), kind="warning", seconds=8)
