"""``agentdesk explain CASE``: how every due came about, and whose minutes they were."""

from __future__ import annotations

from agentdesk.cli import out, values
from agentdesk.cli.case import named_case, room
from agentdesk.cli.context import Context
from agentdesk.cli.errors import OK
from agentdesk.cli.opening import with_desk
from agentdesk.desk.api import CaseView
from agentdesk.desk.house import Desk
from agentdesk.domain.explain import account
from agentdesk.domain.lateness import late_promises
from agentdesk.domain.state import ClockState
from agentdesk.i18n import format as form
from agentdesk.i18n import language, say, t
from agentdesk.i18n.why_late import paragraph
from agentdesk.widgets.cells import wrap


def run(ctx: Context) -> int:
    """Print the account of every clock of a case."""
    return with_desk(ctx, _explain)


async def _explain(ctx: Context, desk: Desk) -> int:
    view = await named_case(desk, ctx.args.case)
    tz = form.zone(desk.info.tz)
    if ctx.args.paragraph:
        late = late_promises(view.clocks, [entry.event for entry in view.timeline], view.at)
        text = paragraph(view.reference, late, view.at, tz)
        if ctx.json:
            out.data({"reference": view.reference, "paragraph": text})
        else:
            out.say(text)
        return OK
    if ctx.json:
        out.data(
            {
                "reference": view.reference,
                "at": out.iso(view.at),
                "status": view.status.value,
                "reason": values.reason(view.place.reason, view.at, tz),
                "clocks": [
                    values.account(account(clock), clock, view.at, tz) for clock in view.clocks
                ],
                "minutes": values.minutes(view),
            }
        )
        return OK
    out.say(f"{view.reference}  {view.title}")
    _line(say.reason(view.place.reason, now=view.at, tz=tz), "")
    names = {one.id: desk.labels.text("department", one.dept, language()) for one in view.handoffs}
    for clock in view.clocks:
        out.say()
        out.say(_head(clock, names.get(clock.handoff or "")))
        for line in account(clock).lines:
            _line(say.reason(line, now=view.at, tz=tz), "  ")
    _minutes(view)
    return OK


def _head(clock: ClockState, department: str | None) -> str:
    """The clock, and which of those with its name: the department's, or its number."""
    name = t(f"clock.{clock.name}")
    if clock.actor == "department" and department:
        name = f"{name} · {department}"
    if clock.id and clock.id != "1" and clock.name != "callback":  # its window says which
        name = f"{name} {clock.id}"
    return f"▲ {name}" if clock.broken else name


def _line(text: str, indent: str) -> None:
    for line in wrap(text, room() - len(indent)):
        out.say(f"{indent}{line}")


def _minutes(view: CaseView) -> None:
    spent = view.minutes
    parts = [
        (t("case.minutes.queue"), spent.queue),
        (t("case.minutes.agent"), spent.agent),
        (t("case.minutes.department"), spent.department),
        (t("case.minutes.customer"), spent.customer),
    ]
    out.say()
    out.say(t("case.head.minutes"))
    out.say("  " + " · ".join(f"{name} {form.duration(micros)}" for name, micros in parts))
