"""What stands over the questions of a follow-up: whom to ring, and words to be read aloud (C10)."""

from __future__ import annotations

from agentdesk.desk.api import DeskInfo, FollowUpLine
from agentdesk.i18n import LANGUAGES, catalogue, language
from agentdesk.i18n.format import unspaced
from agentdesk.widgets.ask_list import head_rows
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.score import QUESTIONS

MOST = 4
"""So many lines of what was done and of what was told, at most."""


class AskHead(Lines):
    """Whom to ask, and about what."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__(id="ask-head")
        self.whole = whole
        self._line: FollowUpLine | None = None
        self._lens = Lens()

    def show(self, line: FollowUpLine | None, lens: Lens) -> None:
        """Of this line."""
        self._line, self._lens = line, lens
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A handful of lines; none while there is nobody. What was done and told in full, where
        there is room for it."""
        if self._line is None:
            return []
        return head_rows(self._line, self._lens, width, MOST if self.whole else 1)


class AskScript(Lines):
    """What can be read aloud, in the customer's language: all of it, or what is asked now."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__(id="ask-script")
        self.whole = whole
        self._line: FollowUpLine | None = None
        self._me = self._desk = self._asked = ""

    def show(self, line: FollowUpLine | None, info: DeskInfo) -> None:
        """To this customer, by who is signed in."""
        self._line, self._me, self._desk = line, info.me.name, info.name
        self.refill()

    def at(self, question: str) -> None:
        """The question that has the keys; "" for none."""
        if question != self._asked:
            self._asked = question
            self.refill()

    def build(self, width: int) -> list[Row]:
        """The words behind a bar, as those of a customer; what is asked now stands out."""
        if self._line is None or self._line.refusal is not None:
            return []
        rows: list[Row] = [[]]
        for part in self._parts():
            look = "" if part in ("intro", "text") or part == self._asked else "quiet"
            for line in wrap(self._say(part), width - 2):
                rows.append([("┃ ", "customer" if look == "" else "internal"), (line, look)])
        return [*rows, []]

    def _parts(self) -> list[str]:
        if self.whole:
            return ["intro", *QUESTIONS, "text"]
        if self._asked in ("", QUESTIONS[0]):
            return ["intro", QUESTIONS[0]]
        return [self._asked]

    def _say(self, part: str) -> str:
        assert self._line is not None
        spoken = self._line.language[:2].lower()
        texts = catalogue(spoken if spoken in LANGUAGES else language())
        words = texts[f"follow.say.{part}"]
        said = words.format_map({"me": plain(self._me), "desk": plain(self._desk)})
        return unspaced(said)
