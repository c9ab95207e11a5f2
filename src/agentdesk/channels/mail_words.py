"""What is said about mail settings and tries to send, in the language in force."""

from __future__ import annotations

from agentdesk.channels.mail_config import FILE
from agentdesk.channels.mail_reader import Problem
from agentdesk.domain.letters import Outcome
from agentdesk.i18n import t


def problem_line(problem: Problem) -> str:
    """A problem or warning as one line: where it is and what is allowed there."""
    text = t(f"mail.problem.{problem.code}", **problem.params)
    if not problem.key:
        return t("mail.at_file", file=FILE, text=text)
    if problem.line is None:
        return t("mail.at_key", file=FILE, key=problem.key, text=text)
    return t("mail.at_line", file=FILE, line=problem.line, key=problem.key, text=text)


def outcome_line(outcome: Outcome) -> str:
    """What became of a try as one line, with what the server said."""
    text = t(f"mail.code.{outcome.code}")
    return f"{text} · {outcome.text}" if outcome.text else text
