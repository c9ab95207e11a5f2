"""``agentdesk init``: make a desk without questions."""

from __future__ import annotations

import asyncio
import shlex

from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import OK
from agentdesk.i18n import language, t


def run(ctx: Context) -> int:
    """Make keys, store, policy and the first person; with --sample the invented cases."""
    return asyncio.run(_init(ctx))


async def _init(ctx: Context) -> int:
    from agentdesk.desk import sample
    from agentdesk.desk.house import Desk
    from agentdesk.desk.setup import init_desk

    args, folder = ctx.args, ctx.places.data
    code = await init_desk(
        folder,
        person_name=args.name,
        desk_name=args.desk,
        tz=args.tz,
        lang=language(),
        clock=ctx.clock,
        plain=args.plain,
        sample=bool(args.sample),
    )
    desk = await Desk.open(folder, person=code, clock=ctx.clock, door="init")
    try:
        cases = await sample.load(desk.ctx) if args.sample else 0
        encrypted = desk.info.encrypted
        if ctx.json:
            out.data(
                {
                    "desk": desk.info.name,
                    "uid": desk.info.uid,
                    "person": code,
                    "tz": desk.info.tz,
                    "lang": desk.lang,
                    "encrypted": encrypted,
                    "folder": str(folder),
                    "cases": cases,
                }
            )
        else:
            out.say(
                t(
                    "cli.init.made",
                    desk=desk.info.name,
                    folder=folder,
                    person=code,
                    command=_opens(getattr(args, "data_dir", None)),
                )
            )
            if cases:
                out.say(t("cli.init.sample", cases=cases))
        _warn(args.plain, encrypted)
    finally:
        await desk.aclose()
    return OK


def _opens(folder: str | None) -> str:
    """What opens this desk and no other, fit to be pasted into a shell."""
    return "agentdesk" if folder is None else f"agentdesk --data-dir {shlex.quote(folder)}"


def _warn(asked_plain: bool, encrypted: bool) -> None:
    """Whoever loses the key loses the data; whoever has none should know."""
    if encrypted:
        out.tell(t("cli.init.keys"))
    elif asked_plain:
        out.tell(t("cli.doctor.plain"))
    else:
        out.tell(t("cli.init.no_cipher"))
