"""The command line as a tree: what can be said, in the language in force.

Global flags are taken before and after the command. Nothing here opens or imports a store.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Sequence
from typing import Any

from agentdesk import __version__
from agentdesk.cli.parser_words import Formatter, Parser
from agentdesk.i18n import known, t

COMMANDS = (
    "init", "import", "queue", "take", "show", "explain", "policy", "templates", "people", "export",
    "pop", "watch", "bounces", "doctor", "db",
)  # fmt: skip
VIEWS = ("all", "mine", "unowned", "unregistered", "waiting", "follow_ups", "late", "attention")
LANGUAGES = ("en", "zh")


def build() -> Parser:
    """The whole tree, in the language in force."""
    shared = _shared()
    parser = Parser(
        prog="agentdesk",
        description=t("cli.about"),
        epilog=t("cli.epilog"),
        formatter_class=Formatter,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"agentdesk {__version__}",
        help=t("cli.arg.version"),
    )
    commands = parser.add_subparsers(
        dest="command", metavar=t("cli.meta.command"), title=t("cli.commands")
    )
    for name in COMMANDS:
        _ADD[name](_sub(commands, name, shared))
    return parser


def command_in(argv: Sequence[str]) -> str | None:
    """The first word that is neither a flag nor the value of a global flag."""
    skip = False
    for word in argv:
        if skip:
            skip = False
        elif word in ("--data-dir", "--as", "--lang"):
            skip = True
        elif not word.startswith("-"):
            return word
    return None


def suggestion(word: str, among: Sequence[str] = COMMANDS) -> str | None:
    """The command that somebody probably meant."""
    near = difflib.get_close_matches(word.casefold(), among, n=1, cutoff=0.5)
    return near[0] if near else None


def _shared() -> argparse.ArgumentParser:
    """The flags that every command takes. Absent ones leave no trace, so both places count."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group(t("cli.everywhere"))
    group.add_argument("--data-dir", metavar=t("cli.meta.dir"), help=t("cli.arg.data_dir"))
    group.add_argument(
        "--as", dest="person", metavar=t("cli.meta.person"), help=t("cli.arg.person")
    )
    group.add_argument("--lang", choices=LANGUAGES, help=t("cli.arg.lang"))
    return shared


def _sub(commands: Any, name: str, shared: argparse.ArgumentParser, of: str = "") -> Parser:
    """A command, or an action ``of`` one, with its help from the catalogue."""
    key = f"{of}.{name}" if of else name
    about = t(f"cli.help.{key}")
    more = f"cli.more.{key}"
    parser: Parser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=t(more) if known(more) else None,
        parents=[shared],
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=t("cli.arg.json"))


def _init(parser: Parser) -> None:
    parser.add_argument(
        "--name", required=True, metavar=t("cli.meta.person"), help=t("cli.arg.init.name")
    )
    parser.add_argument(
        "--desk", required=True, metavar=t("cli.meta.name"), help=t("cli.arg.init.desk")
    )
    parser.add_argument(
        "--tz", required=True, metavar=t("cli.meta.zone"), help=t("cli.arg.init.tz")
    )
    parser.add_argument(
        "--sample",
        action=argparse.BooleanOptionalAction,
        default=False,
        help=t("cli.arg.init.sample"),
    )
    parser.add_argument("--plain", action="store_true", help=t("cli.arg.init.plain"))
    _json(parser)


def _import(parser: Parser) -> None:
    parser.add_argument("file", metavar=t("cli.meta.csv"), help=t("cli.arg.import.file"))
    parser.add_argument(
        "--map", required=True, metavar=t("cli.meta.map"), help=t("cli.arg.import.map")
    )
    parser.add_argument("--as-new", metavar=t("cli.meta.span"), help=t("cli.arg.import.as_new"))
    parser.add_argument("--dry-run", action="store_true", help=t("cli.arg.import.dry_run"))
    parser.add_argument("--rejects", metavar=t("cli.meta.file"), help=t("cli.arg.import.rejects"))
    parser.add_argument("--receipts", action="store_true", help=t("cli.arg.import.receipts"))
    _json(parser)


def _queue(parser: Parser) -> None:
    parser.add_argument(
        "--limit", type=_count, default=50, metavar="N", help=t("cli.arg.queue.limit")
    )
    parser.add_argument(
        "--view", type=_view, choices=VIEWS, default="all", help=t("cli.arg.queue.view")
    )
    parser.add_argument("--at", metavar=t("cli.meta.instant"), help=t("cli.arg.queue.at"))
    parser.add_argument(
        "--filter", default="", metavar=t("cli.meta.filter"), help=t("cli.arg.queue.filter")
    )
    _json(parser)


def _take(parser: Parser) -> None:
    parser.add_argument("--op", metavar="ID", help=t("cli.arg.take.op"))
    _json(parser)


def _case(parser: Parser) -> None:
    parser.add_argument("case", metavar=t("cli.meta.case"), help=t("cli.arg.case"))
    _json(parser)


def _explain(parser: Parser) -> None:
    _case(parser)
    parser.add_argument("--paragraph", action="store_true", help=t("cli.arg.explain.paragraph"))


def _policy(parser: Parser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar=t("cli.meta.action"), title=t("cli.actions"), required=True
    )
    shared = _shared()
    show = _sub(actions, "show", shared, of="policy")
    show.add_argument("--toml", action="store_true", help=t("cli.arg.policy.toml"))
    _json(show)
    check = _sub(actions, "check", shared, of="policy")
    check.add_argument("file", metavar=t("cli.meta.file"), help=t("cli.arg.policy.file"))
    _json(check)
    test = _sub(actions, "test", shared, of="policy")
    test.add_argument("file", metavar=t("cli.meta.file"), help=t("cli.arg.policy.scenarios"))
    test.add_argument("--policy", metavar=t("cli.meta.file"), help=t("cli.arg.policy.policy"))
    _json(test)
    apply = _sub(actions, "apply", shared, of="policy")
    apply.add_argument("file", metavar=t("cli.meta.file"), help=t("cli.arg.policy.file"))
    apply.add_argument("--dry-run", action="store_true", help=t("cli.arg.policy.dry_run"))
    apply.add_argument("--dues", action="store_true", help=t("cli.arg.policy.dues"))
    _json(apply)


def _templates(parser: Parser) -> None:
    from agentdesk.cli.parser_templates import templates

    templates(parser, _sub, _shared(), _json)


def _people(parser: Parser) -> None:
    from agentdesk.cli.parser_people import people

    people(parser, _sub, _shared(), _json)


def _export(parser: Parser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=("events", "cases"), help=t("cli.arg.export.what")
    )
    parser.add_argument("--ical", action="store_true", help=t("cli.arg.export.ical"))
    for flag, name in (("--from", "since"), ("--to", "until")):
        key = f"cli.arg.export.{name}"
        parser.add_argument(flag, dest=name, metavar=t("cli.meta.day"), help=t(key))
    parser.add_argument("--out", metavar=t("cli.meta.file"), help=t("cli.arg.export.out"))
    parser.add_argument("--with-text", action="store_true", help=t("cli.arg.export.with_text"))


def _pop(parser: Parser) -> None:
    parser.add_argument(
        "--phone", required=True, metavar=t("cli.meta.number"), help=t("cli.arg.pop.phone")
    )
    parser.add_argument("--name", metavar=t("cli.meta.name"), help=t("cli.arg.pop.name"))
    _json(parser)


def _watch(parser: Parser) -> None:
    parser.add_argument("--once", action="store_true", help=t("cli.arg.watch.once"))
    _json(parser)


def _bounces(parser: Parser) -> None:
    from agentdesk.cli.parser_bounces import bounces

    bounces(parser, _json)


def _doctor(parser: Parser) -> None:
    _json(parser)


def _db(parser: Parser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar=t("cli.meta.action"), title=t("cli.actions"), required=True
    )
    shared = _shared()
    _json(_sub(actions, "upgrade", shared, of="db"))
    verify = _sub(actions, "verify", shared, of="db")
    verify.add_argument("--head", metavar="SEQ:MAC", help=t("cli.arg.db.head"))
    _json(verify)
    _json(_sub(actions, "rebuild", shared, of="db"))


def _view(text: str) -> str:
    """``follow-ups`` is as good as ``follow_ups``."""
    return text.replace("-", "_")


def _count(text: str) -> int:
    """A number of rows: 1 or more."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1_000_000:
        raise argparse.ArgumentTypeError(t("cli.bad_count", value=text[:20]))
    return int(text)


_ADD: dict[str, Callable[[Parser], None]] = {
    "init": _init,
    "import": _import,
    "queue": _queue,
    "take": _take,
    "show": _case,
    "explain": _explain,
    "policy": _policy,
    "templates": _templates,
    "people": _people,
    "export": _export,
    "pop": _pop,
    "watch": _watch,
    "bounces": _bounces,
    "doctor": _doctor,
    "db": _db,
}
