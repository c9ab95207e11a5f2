"""``agentdesk import``: real cases out of a CSV file."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from agentdesk.channels import csv_import, importing, mapping_file, rejects
from agentdesk.channels.csv_import import Checked, Reject
from agentdesk.channels.csv_read import FileProblem, fingerprint
from agentdesk.channels.durations import span
from agentdesk.channels.importing import Progress
from agentdesk.channels.mapping import ImportMap
from agentdesk.channels.mapping_file import BadMapping, NoMapping
from agentdesk.channels.mapping_reader import Problem
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import FAILED, INTERRUPTED, OK, CliError
from agentdesk.cli.opening import with_desk
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import record_import
from agentdesk.i18n import t
from agentdesk.store import cases

_SHOWN = 20
"""So many rejected rows are listed on the terminal; all of them stand in the file."""


def run(ctx: Context) -> int:
    """Check the whole file, then import it. 2 if it cannot be done, 130 if it was stopped."""
    try:
        mapping = mapping_file.load(ctx.args.map)
        return with_desk(ctx, partial(_import, mapping=mapping))
    except NoMapping as error:
        known = ", ".join(error.known)
        return _failed(t(f"imports.nomap.{error.code}", name=error.name, known=known))
    except BadMapping as error:
        _bad_mapping(error)
        return FAILED
    except FileProblem as error:
        return _failed(t(f"imports.file.{error.code}", **error.params))


async def _import(ctx: Context, desk: Desk, mapping: ImportMap) -> int:
    spread = _spread(ctx.args.as_new)
    importing.fits_policy(mapping, desk.labels)
    path = Path(ctx.args.file)
    now = desk.now()
    checked = await _check(path, partial(csv_import.check, path, mapping, now=now, spread=spread))
    out.tell(
        t(
            "imports.checked",
            rows=checked.rows,
            good=checked.good,
            rejected=len(checked.rejects),
        )
    )
    _list_rejects(checked.rejects)
    if ctx.args.dry_run:
        return await _dry_run(ctx, desk, checked)
    return await _take_in(ctx, desk, checked)


async def _check(path: Path, check: Callable[..., Checked]) -> Checked:
    """Check a file in a thread, its progress shown; Ctrl-C ends the thread, too."""
    halted = threading.Event()
    with out.progress(t("imports.checking"), fingerprint(path).size) as line:

        def heard(done: int) -> None:
            if halted.is_set():
                raise KeyboardInterrupt
            line.at(done)

        try:
            return await asyncio.to_thread(check, on_bytes=heard)
        finally:
            halted.set()


async def _dry_run(ctx: Context, desk: Desk, checked: Checked) -> int:
    already = 0
    for batch in csv_import.batches(checked.take()):
        known = partial(cases.known_external, ext_refs={row.reference for row in batch})
        already += len(await desk.ctx.read(known))
    progress = Progress(checked.good, added=checked.good - already, already=already)
    if ctx.json:
        out.data(_figures(checked, progress, None, dry_run=True))
    else:
        out.say(t("imports.would", added=progress.added, already=already))
    return OK


async def _take_in(ctx: Context, desk: Desk, checked: Checked) -> int:
    digest = await asyncio.to_thread(importing.file_digest, checked.path)
    written = await asyncio.to_thread(_write_rejects, ctx, checked)
    progress = Progress(checked.good)
    try:
        with _stoppable() as stop, out.progress(t("imports.importing"), checked.good) as line:
            await importing.bring_in(
                desk,
                checked,
                progress,
                told=lambda so_far: line.at(so_far.done),
                stop=stop,
                receipts=ctx.args.receipts,
            )
    except (KeyboardInterrupt, asyncio.CancelledError):
        out.tell(t("imports.stopped", done=progress.done, left=progress.left))
        raise
    except BaseException:
        out.tell(t("imports.broke_off", done=progress.done, left=progress.left))
        raise
    finally:
        if progress.added:
            await _record(desk, checked, progress, digest)
    if ctx.json:
        out.data(_figures(checked, progress, written, dry_run=False))
    if progress.stopped:
        out.tell(t("imports.stopped", done=progress.done, left=progress.left))
    elif not ctx.json:
        figures = {"added": progress.added, "already": progress.already}
        out.say(t("imports.done", rejected=len(checked.rejects), **figures))
    if written is not None and checked.rejects:
        out.tell(t("imports.rejects.to", path=written))
    return INTERRUPTED if progress.stopped else OK


async def _record(desk: Desk, checked: Checked, progress: Progress, digest: str) -> None:
    await record_import(
        desk.ctx,
        file=digest,
        mapping=checked.mapping.name,
        rows=checked.rows,
        cases_made=progress.added,
        rejects=len(checked.rejects),
    )


def _write_rejects(ctx: Context, checked: Checked) -> Path | None:
    """Write the rejects before anything is imported; the file, if there is one."""
    named = ctx.args.rejects
    if named is None and not checked.rejects:
        return None
    path = Path(named) if named else rejects.free_name(checked.path, Path.cwd())
    rejects.write(path, checked, _why)
    return path


def _why(reject: Reject) -> str:
    return t(f"imports.reject.{reject.code}", **reject.params)


def _list_rejects(found: list[Reject]) -> None:
    for reject in found[:_SHOWN]:
        out.tell(t("imports.reject.line", line=reject.line, what=_why(reject)))
    if len(found) > _SHOWN:
        out.tell(t("imports.reject.more", count=len(found) - _SHOWN))


def _figures(
    checked: Checked, progress: Progress, written: Path | None, *, dry_run: bool
) -> dict[str, Any]:
    return {
        "rows": checked.rows,
        "added": progress.added,
        "already": progress.already,
        "left": progress.left,
        "rejected": len(checked.rejects),
        "rejects": [
            {"line": one.line, "code": one.code, "reason": _why(one)} for one in checked.rejects
        ],
        "rejects_file": None if written is None else str(written),
        "dry_run": dry_run,
        "stopped": progress.stopped,
    }


def _spread(text: str | None) -> int | None:
    if text is None:
        return None
    found = span(text)
    if found is None:
        raise CliError("bad_span", value=text[:40])
    return found


@contextmanager
def _stoppable() -> Iterator[Any]:
    """Ctrl-C asks to stop after the batch at hand; a second one stops at once."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        asked.set()

    try:
        loop.add_signal_handler(signal.SIGINT, ask)
    except (NotImplementedError, RuntimeError, ValueError):
        yield asked.is_set  # no signals here: Ctrl-C stops at once, between two batches
        return
    try:
        yield asked.is_set
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def _failed(text: str) -> int:
    out.tell(f"agentdesk: {text}")
    return FAILED


def _bad_mapping(error: BadMapping) -> None:
    out.tell(f"agentdesk: {t('imports.map.head', name=error.name)}")
    for problem in error.problems:
        what = t(f"imports.map.{problem.code}", **_worded(problem))
        if problem.line is None:
            out.tell(t("imports.map.no_line", key=problem.key or "TOML", what=what))
        else:
            said = {"line": problem.line, "key": problem.key or "TOML", "what": what}
            out.tell(t("imports.map.line", **said))


def _worded(problem: Problem) -> dict[str, Any]:
    params = dict(problem.params)
    if problem.code == "date_format":
        token = params.get("token", "")
        params["reason"] = t(f"imports.format.{params['reason']}", token=token)
    return params
