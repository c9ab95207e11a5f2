"""Finds a department by part of its name, in either language, its pinyin, initials or code (C5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from agentdesk.desk.api import Label
from agentdesk.domain.matching import ranked
from agentdesk.domain.pinyin import readings
from agentdesk.i18n import language, t
from agentdesk.widgets.choice import Option
from agentdesk.widgets.pick_one import PickOne


def spelled(labels: Iterable[Label]) -> dict[str, tuple[str, ...]]:
    """Code -> the Chinese name in Latin letters, whole and by initials. Loads a table: off the key
    path."""
    found = {}
    for label in labels:
        ways = readings(label.zh)
        whole = ("".join(way) for way in ways)
        short = ("".join(syllable[0] for syllable in way) for way in ways)
        found[label.code] = tuple(dict.fromkeys((*whole, *short)))
    return found


class DepartmentPicker(PickOne):
    """``value`` is the code of the chosen department, "" while none is."""

    def __init__(self, labels: Sequence[Label], value: str = "", *, none: str = "") -> None:
        self.labels = tuple(labels)
        self._spelled: Mapping[str, tuple[str, ...]] = {}
        super().__init__(self._options(), value, none=none or t("handoff.dept.type"),
                         find=self.found)  # fmt: skip

    def _options(self) -> list[Option]:
        return [
            Option(label.code, label.zh if language() == "zh" else label.en)
            for label in self.labels
        ]

    def know(self, spelled: Mapping[str, tuple[str, ...]]) -> None:
        """From now on they are found by these spellings, too."""
        self._spelled = spelled

    def show(self, labels: Sequence[Label]) -> None:
        """Choose among these from now on; what is chosen stays chosen."""
        if tuple(labels) != self.labels:
            self.labels = tuple(labels)
            self.offer(self._options(), self.none)

    def only(self, labels: Sequence[Label]) -> None:
        """As `show`; what is not among these is chosen no more."""
        if self.value not in {label.code for label in labels}:
            self.put("")
        self.show(labels)

    def found(self, options: Sequence[Option], typed: str) -> list[Option]:
        """The departments that are meant: the whole word, its beginning, initials, any part."""
        labels = {label.code: label for label in self.labels}

        def names(one: Option) -> tuple[str, ...]:
            label = labels[one.code]
            return (one.label, label.en, label.zh, label.code, *self._spelled.get(one.code, ()))

        return ranked(options, names, typed)
