"""What the customer is told after a call that nobody answered (C7; policy: ``text_after_try``)."""

from __future__ import annotations

from datetime import tzinfo

from agentdesk.desk import acting
from agentdesk.desk.acting import Loaded
from agentdesk.desk.calls_terms import zone_of
from agentdesk.desk.context import Context
from agentdesk.domain import commands as c
from agentdesk.domain.callbacks import Window
from agentdesk.domain.day import Agreed
from agentdesk.domain.values import Audience, moment
from agentdesk.i18n import catalogue
from agentdesk.store import cases, subjects
from agentdesk.store.content import Text
from agentdesk.store.tx import Tx


def after_try(ctx: Context, tx: Tx, loaded: Loaded, call: Agreed, following: Window | None) -> None:
    """Tell the customer that they were rung, and when they are rung again (None: not any more).

    Decides on ``loaded`` in the transaction of the try. ``call`` is the call as it stood before.
    """
    rule = ctx.rules_at(tx, tx.now).callback
    customer = subjects.get(tx, loaded.state.subject)
    if rule is None or not rule.text_after_try or not customer.phone:
        return
    zone = zone_of(customer.tz, ctx.tz)
    reference = cases.reference(loaded.case_id)
    body = wording(customer.language or ctx.lang, reference, call.what, following, zone)
    ids = acting.store_texts(tx, loaded, (Text("note", body, Audience.INTERNAL),))
    acting.decide(ctx, loaded, [c.Note(ids[0])])


def wording(lang: str, reference: str, what: str, following: Window | None, zone: tzinfo) -> str:
    """The text, in the customer's language (``zh``, else English) and by their own clock. It names
    the case and not a word of what it is about: anybody may read a telephone's screen."""
    texts = catalogue("zh" if lang.startswith("zh") else "en")
    if following is None:
        return texts[f"calls.after_try.{what}.last"].format(reference=reference)
    there = moment(following[0]).astimezone(zone)
    date = texts["frame.date"].format(day=there.day, month=texts[f"frame.month.{there.month}"])
    weekday, time = texts[f"frame.weekday.{there.weekday()}"], f"{there:%H:%M}"
    when = texts["frame.full"].format(weekday=weekday, date=date, time=time)
    return texts[f"calls.after_try.{what}"].format(reference=reference, when=when)
