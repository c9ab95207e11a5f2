"""The command line: ``agentdesk`` opens the desk, ``agentdesk COMMAND`` does one thing.

Light on purpose: neither Textual nor the store is imported before a command needs it, and nothing
at all before Ctrl-C is taken for what it is.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentdesk.domain.values import Clock

__all__ = ["main"]


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run a command line; the exit code. ``clock`` is the system's unless a test hands one in."""
    try:
        return _main(list(sys.argv[1:] if argv is None else argv), clock)
    except KeyboardInterrupt:
        return _interrupted()


def _main(words: list[str], clock: Clock | None) -> int:
    from agentdesk.cli import errors, out, streams

    streams.steady()
    try:
        code = _run(words, clock)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        streams.give_up(sys.stdout)
        return errors.PIPE
    except OSError as error:  # what was still to be written to stdout: its disk is full
        streams.give_up(sys.stdout)
        out.tell(f"agentdesk: {errors.sentence(error)}")
        return errors.FAILED


def _run(words: list[str], clock: Clock | None) -> int:
    from agentdesk.cli import context, errors, out, streams
    from agentdesk.cli.parser_words import BadUsage
    from agentdesk.i18n import t

    out.use_utf8()
    context.early_language(words)
    try:
        streams.need_stdout()
        return _command(words, clock)
    except BadUsage as error:
        out.tell(f"agentdesk: {error.message}")
        out.tell(t("cli.see_help", prog=error.prog))
    except BrokenPipeError:
        raise
    except Exception as error:
        out.tell(f"agentdesk: {errors.sentence(error)}")
        if note := errors.note(error, context.data_folder(words)):
            out.tell(note)
    return errors.FAILED


def _command(words: list[str], clock: Clock | None) -> int:
    from agentdesk.cli import parser as tree
    from agentdesk.cli.commands import run
    from agentdesk.cli.context import context
    from agentdesk.cli.parser_words import BadUsage, translated
    from agentdesk.desk.clock import SystemClock
    from agentdesk.i18n import t

    name = tree.command_in(words)
    if name is not None and name not in tree.COMMANDS:
        near = tree.suggestion(name)
        key = "cli.no_command_near" if near else "cli.no_command"
        shown = name if len(name) <= 40 else name[:39] + "…"
        raise BadUsage(t(key, name=shown, near=near or ""), "agentdesk")
    with translated():
        try:
            args = tree.build().parse_args(words)
        except SystemExit as done:  # --help and --version have printed
            return int(done.code or 0)
    return run(context(args, clock or SystemClock()))


def _interrupted() -> int:
    from agentdesk.cli import errors, out
    from agentdesk.i18n import t

    out.tell(t("cli.interrupted"))
    return errors.INTERRUPTED
