"""The desk of `tests/e2e/test_day.py` as its commands tell of it, and the cases of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.cli import run
from tests.support.day_program import TestClock
from tests.support.day_words import Speech
from tests.support.posts import settings
from tests.support.smtp_server import SmtpServer

MIDNIGHT = datetime.fromisoformat("2026-11-23T00:00:00+08:00")
"""A Monday begins in Shanghai."""

MAPPING = """format = 1
name = "Overnight"
prefix = "night"
[columns]
reference = "id"
title = "title"
text = "title"
customer = "name"
email = "mail"
[constants]
kind = "enquiry"
class = "common"
priority = "P3"
line = "personal"
category = "account"
channel = "email"
language = "{lang}"
"""

Clocks = dict[str, list[tuple[str, str]]]


@dataclass
class Day:
    """A desk, its clock and its mail server, and the cases of the day."""

    folder: Path
    clock: TestClock
    server: SmtpServer
    speech: Speech
    letter: str = "C-1001"
    transfers: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    solved: list[str] = field(default_factory=list)

    def agentdesk(self, *words: str | Path) -> Any:
        """A command, at the time that it is."""
        ran = run(*words, data=self.folder, clock=self.clock)
        assert ran.code == 0, ran.err
        return ran

    def case(self, reference: str) -> Any:
        """What the desk knows of a case."""
        return self.agentdesk("show", reference, "--json").json

    def clocks(self, reference: str) -> Clocks:
        """How each clock of a case stands, and when it is or was due."""
        found: Clocks = {}
        for one in self.agentdesk("explain", reference, "--json").json["clocks"]:
            found.setdefault(one["name"], []).append((one["state"], local(one["due"])))
        return found


def local(instant: str) -> str:
    """``24 10:30``: day and time in Shanghai."""
    return datetime.fromisoformat(instant).astimezone(MIDNIGHT.tzinfo).strftime("%d %H:%M")


def later(hours: str, minutes: int) -> str:
    """As `local`, so many minutes after a time of the day."""
    hour, minute = map(int, hours.split(":"))
    return local((MIDNIGHT + timedelta(hours=hour, minutes=minute + minutes)).isoformat())


def eight_in_the_morning(folder: Path, lang: str, speech: Speech, server: SmtpServer) -> Day:
    """People, the mail settings, and a letter that came overnight and gets a receipt."""
    day = Day(folder / "desk", TestClock(folder / "clock", MIDNIGHT), server, speech)
    day.clock.goes_to("08:00")
    day.agentdesk(
        "init", "--name", "Zhao Min", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", lang,
        "--no-sample",
    )  # fmt: skip
    day.agentdesk("people", "add", "Li Wei")
    day.agentdesk("people", "add", "Chen Ying")
    day.agentdesk("people", "add", "Sun Hui", "--role", "specialist", "--dept", "payments")
    settings(day.folder, server.port)
    table, mapping = folder / "night.csv", folder / "night.toml"
    table.write_text(f"id,title,name,mail\n1,{speech.letter},Max,max@example.com\n", "utf-8")
    mapping.write_text(MAPPING.format(lang=lang), "utf-8")
    day.agentdesk("import", table, "--map", mapping, "--as-new", "10m", "--receipts")
    return day
