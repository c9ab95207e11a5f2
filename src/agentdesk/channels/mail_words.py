"""What is said about mail settings and tries to send, in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdesk.channels.mail_config import FILE, Found
from agentdesk.channels.mail_reader import Problem
from agentdesk.domain.letters import Fate, Letter, Outcome
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t

if TYPE_CHECKING:  # the doctor says these words, and opens no desk
    from agentdesk.channels.postman import HeldUp


def problem_line(problem: Problem) -> str:
    """A problem or warning as one line: where it is and what is allowed there."""
    text = t(f"mail.problem.{problem.code}", **problem.params)
    if not problem.key and problem.line is not None:
        return t("mail.at_this_line", file=FILE, line=problem.line, text=text)
    if not problem.key:
        return t("mail.at_file", file=FILE, text=text)
    if problem.line is None:
        return t("mail.at_key", file=FILE, key=problem.key, text=text)
    return t("mail.at_line", file=FILE, line=problem.line, key=problem.key, text=text)


def outcome_line(outcome: Outcome, way: str = "") -> str:
    """What became of a try by a way as one line, with what the server said."""
    text = say.mail_code(outcome.code, way)
    return f"{text} · {outcome.text}" if outcome.text else text


def letter_line(letter: Letter, outcome: Outcome, fate: Fate | None) -> str:
    """A try as one line of a log: case, way, what became of the letter, and why. No name and no
    address."""
    return t(
        "mail.log.letter",
        case=letter.reference,
        way=t(f"mail.way.{letter.by.value}"),
        fate=t(f"mail.fate.{fate.value}" if fate is not None else "mail.fate.other"),
        why=outcome_line(outcome, letter.by.value),
    )


def trouble_with(found: Found) -> str:
    """Why letters cannot go out with these settings: the first thing that is wrong."""
    if found.problems:
        return problem_line(found.problems[0])
    return t("mail.held.no_way" if found.there else "mail.held.no_file", file=FILE)


def held_line(held: HeldUp, now: int, tz: str) -> str:
    """Letters that wait because of the settings, since when, and what is wrong."""
    when = form.when(held.since, now, form.zone(tz))
    key = "mail.held.one" if held.count == 1 else "mail.held.many"
    return t(key, count=held.count, since=when, why=trouble_with(held.found))
