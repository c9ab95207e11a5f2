"""The program with a clock that a test moves: ``python -m tests.support.day_program CLOCK …``.

CLOCK is a file with an instant (microseconds UTC); what follows is the program's own command line.
The clock is handed to it as the machine's own is, so that a day passes while nobody waits.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from agentdesk.cli import main
from agentdesk.domain.values import instant


class FileClock:
    """A clock that shows what stands in a file; whoever writes it moves all programs at once."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def now(self) -> int:
        """The instant that stands there."""
        return int(self.file.read_text("ascii"))

    def set(self, at: int) -> None:
        """Move it; who reads meanwhile sees the old instant or the new one."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(at), "ascii")
        os.replace(fresh, self.file)


class TestClock(FileClock):
    """The same clock in a test: it is told times of a day, and never goes back."""

    __test__ = False

    def __init__(self, file: Path, midnight: datetime) -> None:
        super().__init__(file)
        self._midnight = midnight
        self.set(instant(midnight))

    def at(self, hours: str, *, day: int = 0) -> int:
        """The instant of ``14:30`` on that day, or so many days later."""
        hour, minute = map(int, hours.split(":"))
        return instant(self._midnight + timedelta(days=day, hours=hour, minutes=minute))

    def goes_to(self, hours: str) -> None:
        """It is that late."""
        at = self.at(hours)
        assert at >= self.now(), f"{hours} is over"
        self.set(at)

    def goes_on(self, minutes: int) -> None:
        """So much later."""
        self.set(self.now() + minutes * 60_000_000)


if __name__ == "__main__":
    clock, *words = sys.argv[1:]
    sys.exit(main(words, clock=FileClock(Path(clock))))
