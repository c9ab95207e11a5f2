"""On which lines the keys of a TOML text stand (the standard parser does not tell).

The text has been accepted by `tomllib` before: this only has to find its way, not to judge.
"""

from __future__ import annotations

Path = tuple[str, ...]


class Lines:
    """First and last line of every key of a text, by its path.

    The tables of a list (``[[rule]]``) are told apart as ``rule[1]``, ``rule[2]``, …
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._keys: dict[Path, tuple[int, int]] = {}
        self._counts: dict[Path, int] = {}
        self._read()
        self._rows = text.split("\n")

    def of(self, path: Path, value: object = None) -> int | None:
        """The line of a key, else of the nearest table it would stand in; of a value within it."""
        while path and path not in self._keys:
            path, value = path[:-1], None
        if not path:
            return None
        first, last = self._keys[path]
        if isinstance(value, str) and value:
            for line in range(first, last + 1):
                if value in self._rows[line - 1]:
                    return line
        return first

    # --- finding the way

    def _read(self) -> None:
        table: Path = ()
        while self._skip("\n"):
            line = self._line
            if self._text[self._at] == "[":
                double = self._text.startswith("[[", self._at)
                self._at += 1 + double
                table = self._key()
                self._at += 1 + double
                for depth in range(1, len(table) + 1):
                    self._keys.setdefault(table[:depth], (line, line))
                if double:
                    table = self._numbered(table)
                    self._keys[table] = (line, line)
            else:
                self._pair(table)

    def _numbered(self, table: Path) -> Path:
        self._counts[table] = self._counts.get(table, 0) + 1
        return (*table[:-1], f"{table[-1]}[{self._counts[table]}]")

    def _pair(self, table: Path) -> None:
        line = self._line
        path = table + self._key()
        self._at += 1  # the equals sign
        self._value(path)
        for depth in range(len(table) + 1, len(path) + 1):
            self._keys.setdefault(path[:depth], (line, self._line))

    def _skip(self, also: str = "") -> bool:
        """Past blanks (and comments, where lines may end). False at the end of the text."""
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign == "\n" and also:
                self._line += 1
            elif sign == "#" and also:
                self._at = self._end_of_line()
                continue
            elif sign not in " \t\r":
                return True
            self._at += 1
        return False

    def _end_of_line(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _key(self) -> Path:
        """A key with dots, up to its ``=`` or ``]``."""
        parts: list[str] = []
        while self._skip():
            sign = self._text[self._at]
            if sign in "=]":
                break
            if sign == ".":
                self._at += 1
            elif sign in "\"'":
                start = self._at
                self._string()
                parts.append(self._text[start + 1 : self._at - 1])
            else:
                start = self._at
                while self._at < len(self._text) and self._text[self._at] not in " \t.=]\r\n":
                    self._at += 1
                parts.append(self._text[start : self._at])
        return tuple(parts)

    def _value(self, path: Path) -> None:
        self._skip()
        sign = self._text[self._at : self._at + 1]
        if sign in ("'", '"'):
            self._string()
        elif sign == "[":
            self._at += 1
            while self._skip("\n") and self._text[self._at] != "]":
                if self._text[self._at] == ",":
                    self._at += 1
                else:
                    self._value(path)
            self._at += 1
        elif sign == "{":
            self._at += 1
            while self._skip("\n") and self._text[self._at] != "}":
                if self._text[self._at] == ",":
                    self._at += 1
                else:
                    self._pair(path)
            self._at += 1
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        fence = quote * 3
        if not self._text.startswith(fence, self._at):
            fence = quote
        self._at += len(fence)
        while self._at < len(self._text) and not self._text.startswith(fence, self._at):
            sign = self._text[self._at]
            self._line += sign == "\n"
            if sign == "\\" and quote == '"':
                self._at += 1
                self._line += self._text[self._at : self._at + 1] == "\n"
            self._at += 1
        self._at += len(fence)
        while len(fence) == 3 and self._text.startswith(quote, self._at):
            self._at += 1  # a quote may stand before the closing three
