"""``agentdesk db upgrade | verify | rebuild``: the store itself."""

from __future__ import annotations

import asyncio
import re

from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import NOTHING, OK, CliError
from agentdesk.i18n import t

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_SHOWN = 50


def run(ctx: Context) -> int:
    """Carry out the action; 1 if a verify finds differences."""
    actions = {"upgrade": _upgrade, "verify": _verify, "rebuild": _rebuild}
    return asyncio.run(actions[ctx.args.action](ctx))


async def _upgrade(ctx: Context) -> int:
    from agentdesk.desk.context import event_source
    from agentdesk.store import migrate

    source = event_source("cli")
    before, after = await migrate.upgrade(ctx.places.data, clock=ctx.clock, source=source)
    if ctx.json:
        out.data({"before": before, "after": after, "changed": before != after})
    elif before == after:
        out.say(t("cli.db.current", after=after))
    else:
        out.say(t("cli.db.upgraded", before=before or "-", after=after))
    return OK


async def _verify(ctx: Context) -> int:
    from agentdesk.store.engine import Store
    from agentdesk.store.verify import verify

    head = _noted_head(ctx.args.head)
    store = await Store.open(ctx.places.data, clock=ctx.clock)
    stages = _Stages()
    try:
        report = await verify(store, head=head, progress=stages.at)
    finally:
        stages.end()
        await store.aclose()
    counts = {"events": report.events, "contents": report.contents, "cases": report.cases}
    if ctx.json:
        out.data(
            {
                "clean": report.clean,
                **counts,
                "head": f"{report.head_seq}:{report.head_mac}",
                "differences": report.count,
                "findings": [
                    {
                        "code": finding.code,
                        "params": dict(finding.params),
                        "text": t(f"trouble.found.{finding.code}", **finding.params),
                    }
                    for finding in report.findings
                ],
            }
        )
        return OK if report.clean else NOTHING
    if report.clean:
        out.say(t("cli.db.clean", **counts))
    else:
        found = "cli.db.found.one" if report.count == 1 else "cli.db.found.many"
        out.say(t(found, count=report.count, **counts))
        for finding in report.findings[:_SHOWN]:
            out.say(f"  {t(f'trouble.found.{finding.code}', **finding.params)}")
        if report.count > _SHOWN:
            out.say(f"  {t('cli.db.more', count=report.count - _SHOWN)}")
    out.say(t("cli.db.head", seq=report.head_seq, mac=report.head_mac))
    return OK if report.clean else NOTHING


async def _rebuild(ctx: Context) -> int:
    from agentdesk.desk.context import event_source
    from agentdesk.store.engine import Store
    from agentdesk.store.rebuild import rebuild

    store = await Store.open(ctx.places.data, clock=ctx.clock)
    stages = _Stages()
    try:
        count = await rebuild(store, source=event_source("cli"), progress=stages.at)
    finally:
        stages.end()
        await store.aclose()
    if ctx.json:
        out.data({"cases": count})
    else:
        out.say(t("cli.db.rebuilt", cases=count))
    return OK


class _Stages:
    """One moving line for each stage of a long work."""

    def __init__(self) -> None:
        self._stage = ""
        self._line: out.Progress | None = None

    def at(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if stage != self._stage or self._line is None:
            self.end()
            self._stage = stage
            self._line = out.Progress(t(f"cli.db.stage.{stage}"), total)
        self._line.total = max(1, total)
        self._line.at(done)

    def end(self) -> None:
        """Clear the line."""
        if self._line is not None:
            self._line.end()


def _noted_head(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    found = _HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise CliError("bad_head", value=text[:40])
    return int(found[1]), found[2]
