"""Agreeing on calls and making them: the forms over a case, and what the case shows (C7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.domain import events as k
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.screens.forms.callback import CallbackForm
from agentdesk.screens.forms.ring import RingForm
from tests.support.calls_ui import agreed, another, at, call_of, form_gone, form_open
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, request
from tests.ui.test_key_counts import Counted


async def mine(here: Seat) -> None:
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")


# --- agreeing ------------------------------------------------------------------------------------


async def test_a_call_takes_two_keys_beside_its_time(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        counted = Counted(here)
        await counted.opens("c")
        await here.type("fri 14:30")
        await here.sees("= Fri 6 Mar 2026, 14:30 Shanghai")
        await here.sees("✓ free for Li Wei")
        await counted.press("ctrl+s")
        await here.back_on_case()
        assert counted.keys <= 6, counted.keys
        assert counted.keys == 2
        await here.sees("Agreed: Li Wei (you) rings on Fri 6 Mar at 14:30.")
        call = await call_of(here)
        assert (call.at, call.until) == (at(14, 30, day=4), at(15, 0, day=4))
        assert (call.who, call.what, call.about) == ("li.wei", "call", "Where is my transfer?")
        assert call.phone == "138****5678", "the number on file, masked"


@pytest.mark.story
async def test_the_case_says_what_was_agreed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await agreed(here.desk, here.case_id, at(10, 30))
        await here.sees("○ 10:30 in 30m · Li Wei (you)")
        await here.sees("the trace")
        await here.sees("agreed on a call at 10:30: Li Wei rings")
        await here.sees("We ring you at 10:30.")
        await here.sees("▸ c  ring at 10:30 (in 30m)")


async def test_what_is_taken_is_said_with_free_times_a_key_away(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await agreed(here.desk, await another(here.desk), at(14, 0), who="li.wei")
        counted = Counted(here)
        await counted.opens("c")
        await here.type("14:00")
        await here.sees("▲ Taken: another call is agreed for 14:00–14:30.")
        await here.sees("free near it: F5 13:00 · F6 13:30 · F7 14:30")
        await here.sees("free then: Chen Ying, Zhao Min")
        await counted.press("f7")
        await here.sees("= Mon 2 Mar 2026, 14:30 Shanghai")
        await here.sees("✓ free for Li Wei")
        await counted.press("ctrl+s")
        await here.back_on_case()
        assert (await call_of(here)).at == at(14, 30)
        assert counted.keys <= 6, counted.keys


@pytest.mark.torture
async def test_somebody_else_can_ring(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await agreed(here.desk, await another(here.desk), at(14, 0), who="li.wei")
        await here.press("c")
        form = await form_open(here)
        await here.type("14:00")
        await here.sees("Li Wei (you) · busy")
        await here.press("tab")
        await here.type("zhao")
        await here.sees("Zhao Min · free")
        await here.press("tab")
        await here.until(lambda: form.words("who") == "zhao.min", "chosen")
        await here.sees("✓ free for Zhao Min")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await call_of(here)).who == "zhao.min"


@pytest.mark.story
async def test_what_is_no_time_or_does_not_fit_is_not_sent_and_the_words_stay(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("c")
        form = await form_open(here)
        await here.press("ctrl+s")
        await here.sees("▲ Say when: fri 14:30, +2h, tomorrow 10:00.")
        await here.type("sometime")
        await here.press("ctrl+s")
        await here.until(lambda: isinstance(here.app.screen, CallbackForm), "still open")
        form.when_input().put("")
        await here.type("tomorrow 03:00")
        await here.sees("▲ Closed at that time.")
        await here.press("ctrl+s")
        await here.sees("What you typed is still here.")
        assert form.words("when") == "tomorrow 03:00"
        assert (await here.stored()).callbacks == ()


@pytest.mark.story
async def test_the_customers_own_clock_and_hours_count(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.desk.set_wishes(
            here.view.subject, calls_from=9 * 60, calls_until=17 * 60, tz="Europe/London"
        )
        here.screen.reload()
        await here.until(lambda: here.view.zone == "Europe/London", "known")
        await here.press("c")
        await form_open(here)
        await here.sees("may be rung 9:00–17:00 London")
        await here.type("14:00")
        await here.sees("their clock: 06:00 London")
        await here.sees("▲ The customer may be rung 09:00–17:00, by their own clock.")
        await here.press("f5")
        await here.sees("✓ free for Li Wei")
        await here.press("ctrl+s")
        await here.back_on_case()
        call = await call_of(here)
        assert call.at >= at(17, 0)
        await here.sees("We ring you at 09:00, London time.")


@pytest.mark.story
async def test_a_visit_has_a_place_and_papers(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("c")
        form = await form_open(here)
        assert not form.field("place").display
        await here.press("shift+tab", "v")
        await here.type("tomorrow 10:00")
        await here.press("ctrl+s")
        await here.sees("▲ Say at which branch.")
        await here.type("Pudong, counter 3")
        await here.press("tab")
        await here.type("passport")
        await here.press("ctrl+s")
        await here.back_on_case()
        call = await call_of(here)
        assert (call.what, call.place, call.bring) == ("visit", "Pudong, counter 3", "passport")
        await here.sees("We expect you tomorrow at 10:00: Pudong, counter 3.")
        await here.sees("brings: passport")


@pytest.mark.story
async def test_of_two_who_agree_on_one_slot_the_second_is_told_and_loses_nothing(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("c")
        form = await form_open(here)
        await here.type("15:00")
        await here.sees("✓ free for Li Wei")
        other = await another(here.desk)
        zhao = await here.desk.as_person("zhao.min")
        await zhao.agree(other, at(15, 0), "theirs", who="li.wei")
        await here.press("ctrl+s")
        await here.sees("What you typed is still here.")
        assert form.words("when") == "15:00"
        await here.sees("▲ Taken: another call is agreed for 15:00–15:30.")
        await here.press("f5", "ctrl+s")
        await here.back_on_case()
        assert (await call_of(here)).at == at(14, 0)


@pytest.mark.torture
async def test_what_was_typed_is_kept_and_found_again(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("c")
        await form_open(here)
        await here.type("tomorrow 11:00")
        await here.press("tab", "tab")
        await here.type(" and the fee")
        await here.press("escape")
        await here.back_on_case()
        await here.sees("draft 10:00: c callback")
        await here.press("c")
        form = await form_open(here)
        await here.sees("Back from 10:00")
        assert form.words("about") == "Where is my transfer? and the fee"
        await here.sees("= Tue 3 Mar 2026, 11:00 Shanghai")
        await here.press("f4")
        await here.until(lambda: form.words("when") == "", "untouched again")


@pytest.mark.story
async def test_spoken_chinese_times_and_the_whole_form_in_chinese(tmp_path: Path) -> None:
    async with seat(tmp_path, lang="zh") as here:
        await mine(here)
        await here.press("c")
        await form_open(here)
        await here.sees("网点预约")
        await here.paste("后天下午三点半")
        await here.sees("= 2026年3月4日 周三 15:30 上海")
        await here.sees("✓ Li Wei 此时空闲")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await call_of(here)).at == at(15, 30, day=2)
        await here.sees("约定 3月4日周三 15:30 回电（Li Wei）")
        await here.sees("给您回电。")


# --- making it -----------------------------------------------------------------------------------


async def ringing(here: Seat, minutes: int = 5) -> RingForm:
    """A call of mine whose window has begun, and the form that makes it."""
    await mine(here)
    await agreed(here.desk, here.case_id, MONDAY + 30 * MINUTE)
    here.clock.forward((30 + minutes) * MINUTE)
    here.screen.reload()
    await here.sees("▸ c  ring now: agreed at 10:30")
    await here.press("c")
    form = await form_open(here)
    assert isinstance(form, RingForm)
    return form


async def test_reached_is_a_contact_and_ends_the_call(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.desk.put_sticky(here.view.subject, "Hard of hearing", at(9, day=9))
        await ringing(here)
        await here.sees("◆ Hard of hearing")
        await here.sees("138****5678  number on file")
        await here.type("The money is there.")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("Recorded: the customer was reached.")
        assert (await call_of(here)).state == "reached"
        kinds = await here.kinds()
        assert k.CALLBACK_REACHED in kinds
        assert k.REPLY in kinds, "whoever was rung has heard from us"


@pytest.mark.story
async def test_nobody_answers_until_the_desk_says_that_they_are_unreachable(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        form = await ringing(here)
        await here.press("shift+tab", "o")
        await here.type("voicemail")
        assert form.words("how") == "no_answer"
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("Recorded. We try again ")
        call = await call_of(here)
        assert (call.state, call.tries) == ("set", 1)
        await here.sees("no answer 1×")
        await here.sees("rang, no answer; again ")
        here.clock.forward(call.at + MINUTE - here.clock.now())
        await here.desk.callback_no_answer(here.case_id, call.id)
        call = await call_of(here)
        here.clock.forward(call.at + MINUTE - here.clock.now())
        here.screen.reload()
        await here.sees("ring now")
        await here.press("c")
        await form_open(here)
        await here.press("shift+tab", "o", "ctrl+s")
        await here.back_on_case()
        await here.sees("unreachable after the last try")
        assert (await call_of(here)).state == "unreachable"
        await here.sees("× ")


@pytest.mark.story
async def test_the_customer_wants_another_time(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await agreed(here.desk, here.case_id, at(15, 0))
        await here.sees("○ 15:00 in 5h00")
        await here.press("c")
        form = await form_open(here)
        assert form.words("how") == "moved", "its time has not come: they want another"
        await here.type("15:00")
        await here.sees("✓ free for Li Wei")  # the call itself does not stand against it
        form.when_input().put("")
        await here.type("16:30")
        await here.sees("✓ free for Li Wei")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("Moved: at 16:30.")
        assert (await call_of(here)).at == at(16, 30)
        await here.sees("moved the call: at 16:30, Li Wei")


async def test_a_call_nobody_needs_is_cancelled_with_its_reason(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await agreed(here.desk, here.case_id, at(15, 0))
        await here.sees("○ 15:00 in 5h00")
        await here.press("c")
        await form_open(here)
        await here.press("shift+tab", "x", "ctrl+s")
        await here.sees("▲ Say why it is not needed: a few words.")
        await here.type("they came by")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await call_of(here)).state == "cancelled"
        await here.sees("cancelled the agreed call")
        await here.sees("they came by")


@pytest.mark.torture
async def test_a_call_that_another_has_made_meanwhile_is_said(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        form = await ringing(here)
        await here.type("half a sen")
        zhao = await here.desk.as_person("zhao.min")
        await zhao.callback_reached(here.case_id, form.call.id, "told by me")
        await here.sees("▲ This call is done already.")
        await here.press("ctrl+s")
        await here.sees("What you typed is still here.")
        assert form.words("text") == "half a sen"


async def test_a_call_of_mine_is_reminded_of_and_f9_goes_there(tmp_path: Path) -> None:
    async with seat(tmp_path, request("First"), request("Second")) as here:
        await agreed(here.desk, here.case_id + 1, at(10, 20), who="li.wei")
        here.app.remind()
        await here.until(
            lambda: any(one.kind == "callback" for one in here.app.reminding.coming), "known"
        )
        here.clock.forward(6 * MINUTE)
        here.app.remind()
        await here.sees("10:20 call C*** J* · in 14m")
        await here.press("f9")
        await here.until(lambda: here.screen.case_id == here.case_id + 1, "there")


@pytest.mark.story
async def test_from_the_queue_the_same_key_means_the_same(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("escape")
        await here.until(lambda: not here.app.screen.query("#case-head"), "the queue")
        await here.press("c")
        form = await form_open(here)
        assert isinstance(form, CallbackForm)
        await here.type("+2h")
        await here.press("ctrl+s")
        await form_gone(here)
        assert (await call_of(here)).at == MONDAY + 2 * HOUR
        await here.press("c")
        assert isinstance(await form_open(here), RingForm)


@pytest.mark.story
async def test_beyond_the_date_line_their_clock_is_said_with_its_date(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.desk.set_wishes(here.view.subject, tz="Pacific/Honolulu")
        await here.until(lambda: here.view.zone == "Pacific/Honolulu", "known")
        await here.press("c")
        await here.type("tomorrow 10:00")
        await here.sees("their clock: Mon 2 Mar 2026, 16:00 Honolulu")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("their clock: Mon 2 Mar 2026, 16:00 Honolulu")
