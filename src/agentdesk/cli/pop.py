"""``agentdesk pop --phone NUMBER``: the running desk opens its intake on a caller."""

from __future__ import annotations

from agentdesk.channels import pop
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import OK, CliError
from agentdesk.i18n import t

NOBODY = 1
"""The exit code when no desk took the call: a softphone's script may try elsewhere."""


def run(ctx: Context) -> int:
    """Tell the running desk. Raises CliError for a number that is none, and where it cannot be."""
    call = pop.tidy(ctx.args.phone, ctx.args.name or "")
    if not any(sign.isalnum() for sign in call.phone):
        raise CliError("pop_no_number")
    if not pop.supported():
        raise CliError("pop_unsupported")
    try:
        answer = pop.ring(ctx.places.data, call, ctx.person or "", ctx.environ)
    except pop.NoFolder as error:
        raise CliError("pop_folder", path=str(error)) from None
    if ctx.json:
        taken = answer is not None and answer.taken
        who = answer.person if answer else None
        outcome = answer.outcome if answer else "no_desk"
        out.data({"taken": taken, "outcome": outcome, "person": who or None})
    elif answer is None:
        out.tell(t("cli.pop.no_desk"))
    else:
        say = out.say if answer.taken else out.tell
        say(t(f"cli.pop.{answer.outcome}", who=answer.person))
    return OK if answer is not None and answer.taken else NOBODY
