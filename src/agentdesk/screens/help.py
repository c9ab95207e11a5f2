"""The keys of a screen (``?``) and every action by name (``ctrl+p``): a list found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from agentdesk.domain.pinyin import initials
from agentdesk.i18n import catalogue, language, t
from agentdesk.screens.acts import Act, bindings, key_text
from agentdesk.screens.base import DeskDialog, DeskScreen
from agentdesk.widgets.alt_digits import MACS_ALT
from agentdesk.widgets.finder import FinderList, Item

FIND_ACTS = (
    Act("queue", "find_close", "escape,f1,ctrl+p", priority=True),
    Act("queue", "find_down", "down", show=False, priority=True),
    Act("queue", "find_up", "up", show=False, priority=True),
    Act("queue", "find_page_down", "pagedown", show=False, priority=True),
    Act("queue", "find_page_up", "pageup", show=False, priority=True),
)


class FinderScreen(DeskDialog[str]):
    """A searchable list over a screen; answers with the name of the act to do, or None."""

    ACTS: ClassVar[Sequence[Act]] = FIND_ACTS
    BINDINGS = bindings(FIND_ACTS)
    AUTO_FOCUS = "Input"
    TITLE_KEY: ClassVar[str] = "queue.help_title"

    def __init__(self, screen: DeskScreen[Any]) -> None:
        super().__init__(classes="finder")
        self._under = screen
        self._reading = False

    def items(self) -> list[Item]:
        """What can be found."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, text, list."""
        with Vertical(classes="panel"):
            yield Static(t(self.TITLE_KEY), classes="finder-title", markup=False)
            line = Input(placeholder=t("queue.find.hint"), compact=True)
            line.cursor_blink = False
            yield line
            with VerticalScroll(can_focus=False):
                yield FinderList(self.items())

    def _read_initials(self) -> None:
        """Off the key path: the table of readings takes a tenth of a second to load."""
        zh = catalogue("zh")
        read = {
            act.name: initials(
                f"{zh[f'{act.area}.act.{act.name}']} {zh[f'{act.area}.help.{act.name}']}"
            )
            for act in self._under.acts()
        }
        self.app.call_from_thread(self._know, read)

    def _know(self, read: dict[str, str]) -> None:
        for found in self.query(FinderList):
            found.know(read)

    @property
    def found(self) -> FinderList:
        """The list."""
        return self.query_one(FinderList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        if event.value and not self._reading:
            self._reading = True
            self.run_worker(self._read_initials, thread=True)
        self.found.find(event.value)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_input_submitted(self) -> None:
        """Do what is chosen."""
        if self.found.here is not None:
            self.dismiss(self.found.here.name)

    def on_finder_list_chosen(self, message: FinderList.Chosen) -> None:
        """Clicked."""
        self.dismiss(message.name)

    def _move(self, lines: int) -> None:
        self.found.move(lines)
        scroll = self.query_one(VerticalScroll)
        top, height, line = scroll.scroll_offset.y, scroll.size.height, self.found.line
        if not top <= line < top + height:
            scroll.scroll_to(y=line if line < top else line - height + 1, animate=False)

    def do_find_down(self) -> None:
        """One line down."""
        self._move(1)

    def do_find_up(self) -> None:
        """One line up."""
        self._move(-1)

    def do_find_page_down(self) -> None:
        """A page down."""
        self._move(self.query_one(VerticalScroll).size.height)

    def do_find_page_up(self) -> None:
        """A page up."""
        self._move(-self.query_one(VerticalScroll).size.height)

    def do_find_close(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)


class HelpScreen(FinderScreen):
    """The keys of the screen below, every one of them."""

    def items(self) -> list[Item]:
        """In the order of the screen's acts: all keys of an act, and what it does."""
        return [self._item(act) for act in self._under.acts()]

    def _item(self, act: Act) -> Item:
        keys = self._keys(act)
        other = catalogue("en" if language() == "zh" else "zh")
        also = f"{other[f'{act.area}.act.{act.name}']} {other[f'{act.area}.help.{act.name}']}"
        return Item(act.name, act.help, keys, act.label, self._under.refusal(act.name), also)

    def _keys(self, act: Act) -> str:
        keys = [key for key in self.desk_app.keys_of(act) if key not in MACS_ALT]
        return " ".join(key_text(key) for key in keys)


class PaletteScreen(HelpScreen):
    """Every action by name; those that can be done now first."""

    TITLE_KEY = "queue.palette_title"

    def items(self) -> list[Item]:
        """What can be done now, then what cannot and why."""
        items = [self._item(act) for act in self._under.acts() if not act.moves]
        return sorted(items, key=lambda item: item.why_not is not None)
