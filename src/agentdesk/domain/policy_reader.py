"""Reading values out of a proposal, and saying exactly what is wrong with one.

A `Problem` names the key, its line, and what is allowed; its sentence is ``policy.<code>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from agentdesk.domain.policy import Span
from agentdesk.domain.policy_lines import Lines, Path
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND

LONGEST = 366 * DAY
MOST_DAYS = 366
LONGEST_LABEL = 80
LONGEST_WORD = 60

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_DURATION = re.compile(
    r"(-)?\s*(?:(\d{1,6})\s*h)?\s*(?:(\d{1,7})\s*m)?\s*(?:(\d{1,9})\s*s)?", re.ASCII
)
_WORKING_DAYS = re.compile(r"(-?\d{1,5})\s*working\s+days?", re.ASCII)
_DAYS = re.compile(r"(-?\d{1,5})\s*days?", re.ASCII)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a proposal that cannot be: ``policy.<code>`` with key, line and params."""

    key: str
    """Where, as it is written: ``clocks.first_response.budget.P1``."""
    line: int | None
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Reader:
    """What is wrong with a text so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.problems: list[Problem] = []

    @cached_property
    def _lines(self) -> Lines:
        """Looked up only where something is wrong."""
        return Lines(self._text)

    def problem(self, code: str, path: Path, value: object = None, **params: Any) -> None:
        """Note a problem with a key, or with one value of it."""
        if value is not None:
            params["value"] = _shown(value)
        line = self._lines.of(path, value)
        self.problems.append(Problem(".".join(path), line, code, params))


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = "".join(sign if sign.isprintable() else "�" for sign in text)
    return text if len(text) <= 60 else text[:57] + "…"


def near(value: object, allowed: Iterable[str]) -> str | None:
    """What somebody probably meant."""
    found = get_close_matches(str(value).lower(), {name.lower(): name for name in allowed}, n=1)
    names = {name.lower(): name for name in allowed}
    return names[found[0]] if found else None


class Table:
    """One table of a proposal. Every key in it is known, or a problem has been noted."""

    def __init__(
        self, reader: Reader, path: Path, data: object, allowed: Collection[str] | None = None
    ) -> None:
        self.reader, self.path = reader, path
        self.data: dict[str, Any] = {}
        if isinstance(data, dict):
            self.data = data
        elif data is not None:
            reader.problem("want_table", path, data)
        if allowed is not None:
            for key in self.data:
                if key not in allowed:
                    self._unknown(key, allowed)

    def _unknown(self, key: str, allowed: Collection[str]) -> None:
        meant = near(key, allowed)
        code = "unknown" if meant is None else "unknown_near"
        said = {"allowed": ", ".join(sorted(allowed)), **({"near": meant} if meant else {})}
        self.reader.problem(code, (*self.path, key), **said)

    def problem(self, code: str, key: str, value: object = None, **params: Any) -> None:
        """Note a problem with one of its keys."""
        self.reader.problem(code, (*self.path, key), value, **params)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.data

    def table(self, key: str, allowed: Collection[str] | None = None) -> Table:
        """A table within (empty if it is not written)."""
        return Table(self.reader, (*self.path, key), self.data.get(key), allowed)

    def coded(self, allowed: Collection[str]) -> Iterator[tuple[str, Table]]:
        """Tables by their codes, as they are written; a code of a wrong form is noted."""
        for code, data in self.data.items():
            if _CODE.fullmatch(code) is None:
                self.problem("code_form", code)
            yield code, Table(self.reader, (*self.path, code), data, allowed)

    # --- values

    def _read(self, key: str, default: _T, read: Callable[[str, Any], _T | None]) -> _T:
        if key not in self.data:
            return default
        value = read(key, self.data[key])
        return default if value is None else value

    def need(self, key: str) -> bool:
        """Note it if a key is not written."""
        if key in self.data:
            return True
        self.problem("missing", key)
        return False

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        return self._read(key, default, self._flag)

    def _flag(self, key: str, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self.problem("want_flag", key, value)
        return None

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""

        def read(key: str, value: Any) -> int | None:
            if isinstance(value, bool) or not isinstance(value, int):
                self.problem("want_number", key, value, low=low, high=high)
            elif not low <= value <= high:
                self.problem("range", key, value, low=low, high=high)
            else:
                return value
            return None

        return self._read(key, default, read)

    def text(self, key: str, *, longest: int = LONGEST_LABEL, required: bool = True) -> str:
        """A text without control characters; empty if there is none."""

        def read(key: str, value: Any) -> str | None:
            if not isinstance(value, str) or not value.strip():
                self.problem("want_text", key, value if value != "" else None)
            elif not value.isprintable():
                self.problem("control", key, value)
            elif len(value) > longest:
                self.problem("too_long", key, value, high=longest)
            else:
                return value.strip()
            return None

        if required and not self.need(key):
            return ""
        return self._read(key, "", read)

    def choice(self, key: str, allowed: Collection[str], default: str = "") -> str:
        """One of some codes. Without a default it must be written."""
        if not default and not self.need(key):
            return ""
        return self._read(key, default, lambda key, value: self.chosen(key, value, allowed))

    def chosen(self, key: str, value: Any, allowed: Collection[str]) -> str | None:
        """The value if it is allowed, else a problem and what was meant."""
        if isinstance(value, str) and value in allowed:
            return value
        meant = near(value, allowed)
        said = {"allowed": ", ".join(sorted(allowed)) or "–", **({"near": meant} if meant else {})}
        self.problem("choice" if meant is None else "choice_near", key, value, **said)
        return None

    def choices(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of codes."""
        return tuple(v for v in self.list(key) if self.chosen(key, v, allowed) is not None)

    def list(self, key: str) -> list[Any]:
        """A list of anything (empty if it is not written)."""

        def read(key: str, value: Any) -> list[Any] | None:
            if isinstance(value, list):
                return value
            self.problem("want_list", key, value)
            return None

        return self._read(key, [], read)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words and phrases."""
        found = []
        for value in self.list(key):
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                self.problem("want_text", key, value if value != "" else None)
            elif len(value) > LONGEST_WORD:
                self.problem("too_long", key, value, high=LONGEST_WORD)
            else:
                found.append(value.strip())
        return tuple(found)

    def dates(self, key: str) -> tuple[str, ...]:
        """A list of dates, as ISO texts."""
        found = (self.date(key, value) for value in self.list(key))
        return tuple(day for day in found if day is not None)

    def date(self, key: str, value: Any) -> str | None:
        """One date (a text or a TOML date) as an ISO text."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.problem("date", key, value)
        return None

    # --- time

    def duration(self, key: str, default: int) -> int:
        """An amount of time in microseconds, never 0."""
        return self._read(key, default, self._duration)

    def _duration(self, key: str, value: Any) -> int | None:
        found = _DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if found is None or not any(found.groups()[1:]):
            self.problem("want_duration", key, value)
            return None
        minus, hours, minutes, seconds = found.groups()
        size = int(hours or 0) * HOUR + int(minutes or 0) * MINUTE + int(seconds or 0) * SECOND
        return self._sized(key, value, -size if minus else size, LONGEST)

    def _sized(self, key: str, value: Any, size: int, most: int) -> int | None:
        if size < 0:
            self.problem("negative", key, value)
        elif size == 0:
            self.problem("zero", key, value)
        elif size > most:
            self.problem("too_far", key, value)
        else:
            return size
        return None

    def span(self, key: str, default: Span | None = None) -> Span | None:
        """A budget: an amount of time, or working days."""
        return self._read(key, default, self._span)

    def _span(self, key: str, value: Any) -> Span | None:
        found = _WORKING_DAYS.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if found is not None:
            days = self._sized(key, value, int(found[1]), MOST_DAYS)
            return None if days is None else Span(days=days)
        if not isinstance(value, str) or _DURATION.fullmatch(value.strip().lower()) is None:
            self.problem("want_span", key, value)
            return None
        size = self._duration(key, value)
        return None if size is None else Span(micros=size)

    def days(self, key: str, default: int = 0) -> int:
        """Calendar days (``30 days``) in microseconds."""

        def read(key: str, value: Any) -> int | None:
            found = _DAYS.fullmatch(value.strip().lower()) if isinstance(value, str) else None
            if found is None:
                self.problem("want_days", key, value)
                return None
            days = self._sized(key, value, int(found[1]), 10 * MOST_DAYS)
            return None if days is None else days * DAY

        return self._read(key, default, read)
