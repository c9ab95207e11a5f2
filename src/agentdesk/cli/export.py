"""``agentdesk export events | cases | --ical``: everything, or a person's calendar, to a file or a
pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO

from agentdesk.channels import export
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import OK, CliError
from agentdesk.cli.opening import with_desk
from agentdesk.desk import exporting
from agentdesk.desk.exporting import Tally
from agentdesk.desk.house import Desk
from agentdesk.i18n import t


def run(ctx: Context) -> int:
    """Write the export; what it leaves out is said on stderr."""
    args = ctx.args
    if (args.what is None) != args.ical:  # one of the two, and not both
        raise CliError("export_one")
    if args.ical:
        if args.with_text:
            raise CliError("export_ical_text")
        return with_desk(ctx, _calendar)
    if args.since is not None or args.until is not None:
        raise CliError("export_days")
    return with_desk(ctx, _export)


async def _calendar(ctx: Context, desk: Desk) -> int:
    from agentdesk.channels import ical
    from agentdesk.desk import agenda

    args = ctx.args
    found = await agenda.entries(desk.ctx, args.since, args.until)
    with _target(args.out) as file:
        file.write(ical.written(found, f"{desk.info.name} · {desk.info.me.name}"))
    out.tell(t("cli.export.ical", count=len(found)))
    return OK


async def _export(ctx: Context, desk: Desk) -> int:
    args, tally = ctx.args, Tally()
    reading = exporting.events if args.what == "events" else exporting.cases
    writing = export.write_events if args.what == "events" else export.write_cases
    with _target(args.out) as file:
        async with aclosing(reading(desk.ctx, tally, with_text=args.with_text)) as rows:  # type: ignore[type-var]
            await writing(rows, file)
    if args.what == "events":
        out.tell(t("cli.export.events", count=tally.events))
    else:
        out.tell(t("cli.export.cases", count=tally.cases))
    _left_out(args.what, args.with_text, tally)
    return OK


def _left_out(what: str, with_text: bool, tally: Tally) -> None:
    if not with_text:
        out.tell(t("cli.export.without"))
    else:
        out.tell(t("cli.export.with"))
        if what == "cases":
            out.tell(t("cli.export.history"))
        if tally.restricted:
            out.tell(t("cli.export.restricted", count=tally.restricted))
        if tally.erased:
            out.tell(t("cli.export.erased", count=tally.erased))


@contextmanager
def _target(name: str | None) -> Iterator[IO[str]]:
    """Where it goes: stdout, or a new file for its owner alone, whole or not at all."""
    if name is None:
        yield sys.stdout
        return
    path = Path(name)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    if path.exists():
        raise CliError("file_exists", path=name)
    try:
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        os.link(part, path)  # unlike a rename this never overwrites
    except FileExistsError:
        raise CliError("file_exists", path=name) from None
    except OSError as error:
        raise CliError("file_unwritable", path=name, detail=error.strerror or "-") from None
    finally:
        part.unlink(missing_ok=True)
