"""Keys of somebody who types faster than a screen opens: none is lost, none goes elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from textual import events
from textual.screen import Screen


class TypedAhead:
    """Mixed into screens to type in, before their other bases. Whatever is pressed until the
    screen says that it has `begun` waits, in its order, and is then done as if pressed now."""

    _begun = False
    _early: list[events.Key] | None = None

    def _forward_event(self, event: events.Event) -> None:
        """Keys that come before there is a field to take them wait for it."""
        if isinstance(event, events.Key) and not self._begun:
            self._early = [*(self._early or ()), event]
        else:
            cast(Any, super())._forward_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts before the screen stands: it would overtake what was typed before it."""
        if not self._begun:
            return False
        return cast("bool | None", cast(Any, super()).check_action(action, parameters))

    def begun(self) -> None:
        """The fields stand and one is about to have the focus: let in what waited after that.

        In the program's own queue: behind the focus that was asked for, before any further key.
        """
        cast(Screen[Any], self).app.call_later(self._let_in)

    async def _let_in(self) -> None:
        screen = cast(Screen[Any], self)
        self._begun = True
        early, self._early = self._early or [], None
        for key in early:
            if not await screen.app._check_bindings(key.key, priority=True):
                (screen.focused or screen)._forward_event(key)

    def after_typing(self, act: Callable[[], object]) -> None:
        """Act once the field that has the focus has taken every key that was pressed before."""
        focused = cast(Screen[Any], self).focused
        if focused is None:
            act()
        else:
            focused.call_later(act)
