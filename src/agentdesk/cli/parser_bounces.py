"""The part of the command line about letters that come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentdesk.i18n import t


def bounces(parser: Any, json: Callable[..., None]) -> None:
    """``agentdesk bounces [FILE|MAILDIR|MBOX|-] [--dry-run] [--json]``."""
    parser.add_argument(
        "source",
        nargs="?",
        default="-",
        metavar=t("cli.meta.mails"),
        help=t("cli.arg.bounces.source"),
    )
    parser.add_argument("--dry-run", action="store_true", help=t("cli.arg.bounces.dry_run"))
    json(parser)
