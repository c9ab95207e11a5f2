"""The part of the command line about people and departments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from agentdesk.i18n import t

Sub = Callable[..., Any]
Flag = Callable[[Any], None]


def people(parser: Any, sub: Sub, shared: argparse.ArgumentParser, json: Flag) -> None:
    """``agentdesk people list | add | change | leave | import | departments``."""
    actions = parser.add_subparsers(
        dest="action", metavar=t("cli.meta.action"), title=t("cli.actions"), required=True
    )
    listed = sub(actions, "list", shared, of="people")
    listed.add_argument("--all", action="store_true", help=t("cli.arg.people.all"))
    added = sub(actions, "add", shared, of="people")
    added.add_argument("name", metavar=t("cli.meta.name"), help=t("cli.arg.people.name"))
    added.add_argument("--code", metavar=t("cli.meta.code"), help=t("cli.arg.people.code"))
    changed = sub(actions, "change", shared, of="people")
    changed.add_argument("code", metavar=t("cli.meta.code"), help=t("cli.arg.people.who"))
    changed.add_argument("--name", metavar=t("cli.meta.name"), help=t("cli.arg.people.name"))
    changed.add_argument("--back", action="store_true", help=t("cli.arg.people.back"))
    for one in (added, changed):
        one.add_argument(
            "--role", choices=("agent", "lead", "specialist"), help=t("cli.arg.people.role")
        )
        one.add_argument("--dept", metavar=t("cli.meta.code"), help=t("cli.arg.people.dept"))
        one.add_argument("--pinyin", metavar=t("cli.meta.name"), help=t("cli.arg.people.pinyin"))
        one.add_argument("--hours", metavar=t("cli.meta.hours"), help=t("cli.arg.people.hours"))
    gone = sub(actions, "leave", shared, of="people")
    gone.add_argument("code", metavar=t("cli.meta.code"), help=t("cli.arg.people.who"))
    gone.add_argument("--give-to", metavar=t("cli.meta.code"), help=t("cli.arg.people.give_to"))
    brought = sub(actions, "import", shared, of="people")
    brought.add_argument("file", metavar=t("cli.meta.csv"), help=t("cli.arg.people.file"))
    brought.add_argument("--dry-run", action="store_true", help=t("cli.arg.people.dry_run"))
    departments = sub(actions, "departments", shared, of="people")
    for one in (listed, added, changed, gone, brought, departments):
        json(one)
    _departments(departments, sub, shared, json)


_DEPARTMENTS = ".".join(("people", "departments"))
"""The command whose actions these are."""


def _departments(parser: Any, sub: Sub, shared: argparse.ArgumentParser, json: Flag) -> None:
    parser.set_defaults(what=None)
    actions = parser.add_subparsers(
        dest="what", metavar=t("cli.meta.action"), title=t("cli.actions")
    )
    listed = sub(actions, "list", shared, of=_DEPARTMENTS)
    added = sub(actions, "add", shared, of=_DEPARTMENTS)
    added.add_argument("code", metavar=t("cli.meta.code"), help=t("cli.arg.people.dept_code"))
    added.add_argument("--en", metavar=t("cli.meta.name"), help=t("cli.arg.people.en"))
    added.add_argument("--zh", metavar=t("cli.meta.name"), help=t("cli.arg.people.zh"))
    added.add_argument("--calendar", metavar=t("cli.meta.name"), help=t("cli.arg.people.calendar"))
    closed = sub(actions, "close", shared, of=_DEPARTMENTS)
    closed.add_argument("code", metavar=t("cli.meta.code"), help=t("cli.arg.people.dept_code"))
    for one in (listed, added, closed):
        json(one)
