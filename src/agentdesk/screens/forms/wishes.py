"""What a customer wishes: when they are rung, in which zone, whether they are asked (C7, C10)."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.domain.day import LEFT_ALONE
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.zones import find_zones, zone_names
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.when_input import zone_words

STEP = 30
"""Minutes between the times that can be picked."""

ASKED = "asked"
"""Nothing is known against asking them."""

LAST = 24 * 60


def clock_of(minute: int) -> str:
    """A minute of the day as a clock shows it: ``9:30``."""
    return f"{minute // 60}:{minute % 60:02}"


def times(own: int | None) -> list[Option]:
    """Every half hour of a day, and a time of their own that is none of them."""
    minutes = {*range(0, LAST + 1, STEP), *(() if own is None else (own,))}
    return [Option(str(minute), clock_of(minute)) for minute in sorted(minutes)]


def found_times(options: Sequence[Option], typed: str) -> list[Option]:
    """The times that begin as typed: ``9`` and ``09`` are both nine o'clock."""
    plain = unicodedata.normalize("NFKC", typed)  # full-width digits of an input method
    want = plain.strip().replace(".", ":").removeprefix("0")
    return [one for one in options if one.label.startswith(want)]


def found_zones(options: Sequence[Option], typed: str) -> list[Option]:
    """The zones that a city or a part of a name means."""
    by_name = {one.code: one for one in options}
    return [by_name[name] for name in find_zones(typed, list(by_name)) if name in by_name]


class WishesForm(CaseForm):
    """Of the customer, not of this case alone: it holds on all of theirs."""

    NAME = "wishes"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        view = self.view
        begin, end = view.calls_from, view.calls_until
        survey = [ASKED, *LEFT_ALONE]
        answers = [Option(code, t(f"forms.wishes.survey.{code}")) for code in survey]
        return [
            Field("survey", "forms.wishes.survey", Choice(answers, view.no_survey or ASKED)),
            Field("from", "forms.wishes.from", self._time(begin)),
            Field("until", "forms.wishes.until", self._time(end)),
            Field("zone", "forms.wishes.zone", self._zones()),
        ]

    def _time(self, own: int | None) -> PickOne:
        value = "" if own is None else str(own)
        options = [Option("", t("forms.wishes.any")), *times(own)]
        return PickOne(options, value, none=t("forms.wishes.any"), find=found_times)

    def _zones(self) -> PickOne:
        own = self.view.zone
        options = [Option(own, zone_words(own))] if own else []
        return PickOne(options, own, none=t("forms.wishes.ours"), find=found_zones)

    def begin(self) -> None:
        """Every zone there is, once they have been read."""
        super().begin()
        self.start(self._read_zones(), group="zones")

    async def _read_zones(self) -> None:
        names = await asyncio.to_thread(zone_names)
        picker = self.field("zone").widget
        assert isinstance(picker, PickOne)
        value = picker.value
        options = [Option("", t("forms.wishes.ours"))]
        options += [Option(name, zone_words(name)) for name in names]
        picker.offer(options, t("forms.wishes.ours"))
        picker.put(value)

    def keys_wait_for(self) -> Sequence[str]:
        """The zones, too: what is typed means one of them."""
        return (*super().keys_wait_for(), "zones")

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter on a picked one."""
        event.stop()
        self._onward()

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """Picked: kept, like anything typed."""
        event.stop()
        self._typed()

    def troubles(self) -> Mapping[str, str]:
        """A time that ends where it begins is none."""
        begin, end = self.words("from"), self.words("until")
        return {"until": t("forms.wishes.same")} if begin and begin == end else {}

    async def send(self) -> Done:
        """Write it down; who is not to be asked any more is let go everywhere."""
        survey = self.words("survey")
        await self.desk.set_wishes(
            self.view.subject,
            calls_from=self._minute("from"),
            calls_until=self._minute("until"),
            tz=self.words("zone") or None,
            no_survey=None if survey == ASKED else survey,
            op=self.keeper.op,
        )
        return Done(self.view.id, self.view.reference, self.view.ver, ())

    def _minute(self, name: str) -> int | None:
        words = self.words(name)
        return int(words) if words else None
