"""The part of the command line about templates."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from agentdesk.i18n import t


def templates(
    parser: Any, sub: Callable[..., Any], shared: argparse.ArgumentParser, json: Callable[..., None]
) -> None:
    """``agentdesk templates list | show CODE | check [FILE …]``."""
    actions = parser.add_subparsers(
        dest="action", metavar=t("cli.meta.action"), title=t("cli.actions"), required=True
    )
    json(sub(actions, "list", shared, of="templates"))
    show = sub(actions, "show", shared, of="templates")
    show.add_argument("code", metavar=t("cli.meta.code"), help=t("cli.arg.templates.code"))
    json(show)
    check = sub(actions, "check", shared, of="templates")
    check.add_argument(
        "file", nargs="*", metavar=t("cli.meta.file"), help=t("cli.arg.templates.file")
    )
    json(check)
