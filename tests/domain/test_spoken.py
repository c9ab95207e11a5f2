"""Times as people say them: a table of phrases and what each means, and what holds for any text."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain.values import DAY, MINUTE, instant, moment
from agentdesk.domain.when import LONGEST, Hours, Said, Unclear, read, understand, written
from agentdesk.domain.when_parts import named
from agentdesk.domain.worktime import WorkCalendar, always
from agentdesk.i18n import format as form
from agentdesk.i18n import language, set_language

TABLE = Path(__file__).parents[1] / "data" / "spoken.tsv"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = instant(datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI))
_DAY = [("09:00", "12:00"), ("13:30", "18:00")]
_WEEK = ("mon", "tue", "wed", "thu", "fri")
DESK = Hours(
    WorkCalendar(
        "Asia/Shanghai",
        {**dict.fromkeys(_WEEK, _DAY), "sat": [("10:00", "16:00")]},
        holidays=["2027-01-01"],
    )
)
_GOLDEN_WEEK = [f"2026-10-{day:02d}" for day in range(1, 8)]
CHINA = Hours(
    WorkCalendar(
        "Asia/Shanghai",
        dict.fromkeys(_WEEK, _DAY),
        holidays=_GOLDEN_WEEK,
        extra_days={"2026-09-20": _DAY, "2026-10-10": _DAY},
    )
)
HOURS = {
    "-": Hours(),
    "desk": DESK,
    "cn": CHINA,
    "always": Hours(always("Asia/Shanghai")),
    "london": Hours(WorkCalendar("Europe/London", {day: [("09:00", "17:30")] for day in _WEEK})),
}
"""The hours that the table names; see the README beside it."""


class Row(NamedTuple):
    now: str
    zone: str
    hours: str
    phrase: str
    meaning: str


ROWS = [Row(*line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]


def local(at: int, zone: ZoneInfo) -> str:
    return f"{moment(at).astimezone(zone):%Y-%m-%dT%H:%M}"


def told(said: Said, zone: ZoneInfo) -> str:
    end = "" if said.until is None else f"/{local(said.until, zone)[11:]}"
    return local(said.at, zone) + end


def outcome(phrase: str, now: int, zone: ZoneInfo, hours: Hours) -> tuple[str, list[Said]]:
    """The code of a refusal ("" for none), and the readings: one, or those to be asked."""
    try:
        return "", [read(phrase, now, zone, hours)]
    except Unclear as unclear:
        return unclear.code, list(unclear.choices)


def meant(row: Row, phrase: str) -> str:
    """What the program makes of a phrase, as the table writes it."""
    zone = ZoneInfo(row.zone)
    now = instant(datetime.fromisoformat(row.now).replace(tzinfo=zone))
    code, found = outcome(phrase, now, zone, HOURS[row.hours])
    readings = " | ".join(told(said, zone) for said in found)
    if not code:
        return readings
    return f"ask: {readings}" if code == "which" else f"refused: {code}"


@pytest.mark.parametrize("now", sorted({row.now + row.hours for row in ROWS}))
def test_every_phrase_of_the_table_means_what_it_says(now: str) -> None:
    rows = [row for row in ROWS if row.now + row.hours == now]
    wrong = [
        f"{row.phrase}: {found}, not {row.meaning}"
        for row in rows
        if (found := meant(row, row.phrase)) != row.meaning
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_has_all_kinds_of_phrases_in_both_languages() -> None:
    kinds = Counter(row.meaning.partition(":")[0] if row.meaning[0] in "ar" else "" for row in ROWS)
    assert kinds[""] >= 150
    assert kinds["ask"] >= 30
    assert kinds["refused"] >= 40
    english = sum(row.phrase.isascii() for row in ROWS)
    assert min(english, len(ROWS) - english) >= 100
    assert len({row[:4] for row in ROWS}) == len(ROWS), "a phrase stands there twice"


def test_case_and_width_and_blanks_make_no_difference() -> None:
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    for row in ROWS:
        for phrase in (row.phrase.upper(), row.phrase.translate(wide), f"  {row.phrase}　"):
            assert meant(row, phrase) == row.meaning, phrase


WORDS = ["maybe", "or", "not", "and", "x", "ish", "later", "大概", "或者", "左右", "吧", "点", "?"]


@pytest.mark.parametrize("word", WORDS)
def test_a_phrase_with_a_stray_word_behind_it_is_refused(word: str) -> None:
    for row in ROWS:
        if not row.meaning.startswith("refused"):
            assert meant(row, f"{row.phrase} {word}") == "refused: unclear", (row.phrase, word)


@given(st.sampled_from(ROWS), st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8))
def test_a_phrase_with_letters_that_are_no_word_is_refused(row: Row, letters: str) -> None:
    for phrase in (
        f"{row.phrase} z{letters}",
        f"{row.phrase}z{letters}",
        f"z{letters} {row.phrase}",
    ):
        assert meant(row, phrase).startswith("refused"), phrase


PIECES = sorted(
    {piece for row in ROWS for piece in row.phrase.lower().split()}
    | set("今明后大天周星期下本一二三十点半刻前上中午晚早号月日年过小时分钟")
)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
    st.sampled_from(["", " "]),
    st.integers(min_value=0, max_value=500 * DAY),
    st.sampled_from(["Asia/Shanghai", "Europe/London", "America/New_York"]),
    st.sampled_from(list(HOURS.values())),
)
def test_any_words_are_read_ahead_asked_or_refused(
    words: list[str], space: str, later: int, zone: str, hours: Hours
) -> None:
    now, tz = NOW + later, ZoneInfo(zone)
    code, found = outcome(space.join(words), now, tz, hours)
    assert (len(found) > 1) == (code == "which")
    assert (len(found) == 1) == (code == "")
    assert found == sorted(found, key=lambda said: said.at)
    for said in found:
        assert now < said.at <= now + LONGEST
        assert said.at % MINUTE == 0
        assert said.until is None or said.until > said.at


@given(st.text(max_size=70))
def test_no_text_raises_anything_else(text: str) -> None:
    code, found = outcome(text, NOW, SHANGHAI, DESK)
    assert code or found[0].at > NOW


@given(
    st.integers(min_value=1, max_value=LONGEST // MINUTE - 1),
    st.integers(min_value=0, max_value=400 * DAY),
    st.sampled_from(["en", "zh"]),
)
def test_what_the_program_shows_can_be_typed(ahead: int, later: int, lang: str) -> None:
    now = NOW + later
    at = now - now % MINUTE + ahead * MINUTE
    if at <= now:
        return
    assert understand(written(Said(at), SHANGHAI), now, SHANGHAI) == at
    before = language()
    set_language(lang)
    try:
        shown = str(form.when(at, now, SHANGHAI))
    finally:
        set_language(before)
    assert understand(shown, now, SHANGHAI) == at


def test_a_choice_can_be_typed_and_then_has_no_other_reading() -> None:
    for row in ROWS:
        zone = ZoneInfo(row.zone)
        now = instant(datetime.fromisoformat(row.now).replace(tzinfo=zone))
        hours = HOURS[row.hours]
        code, found = outcome(row.phrase, now, zone, hours)
        for said in found if code else ():
            assert read(written(said, zone), now, zone, hours) == said, row.phrase


def test_a_part_of_the_day_is_that_of_the_hours_of_work() -> None:
    night = Hours(WorkCalendar("Asia/Shanghai", {"tue": [("20:00", "23:00")]}))
    for hours, phrase, start, end in (
        (Hours(), "tomorrow am", "08:00", "12:00"),
        (DESK, "tomorrow pm", "13:30", "18:00"),
        (HOURS["always"], "tomorrow pm", "12:00", "18:00"),
        (night, "明天晚上", "20:00", "23:00"),
    ):
        said = read(phrase, NOW, SHANGHAI, hours)
        assert told(said, SHANGHAI) == f"2026-11-24T{start}/{end}"
        assert understand(phrase, NOW, SHANGHAI, hours) == said.at
    with pytest.raises(Unclear) as refusal:
        read("tomorrow am", NOW, SHANGHAI, night)
    assert refusal.value.code == "closed"


@pytest.mark.parametrize(
    ("parts", "morning", "afternoon", "evening"),
    [
        ([("08:00", "12:00"), ("12:00", "17:00"), ("17:00", "21:00")], "8-12", "12-17", "17-21"),
        ([("09:00", "13:00"), ("13:00", "19:00")], "9-13", "13-19", "18-21"),
        ([("07:00", "09:00"), ("09:00", "12:00"), ("14:00", "18:00"), ("19:00", "22:00")],
         "7-12", "14-18", "19-22"),
        ([("08:00", "20:00")], "8-12", "12-18", "18-21"),
    ],
)  # fmt: skip
def test_parts_of_the_day_are_those_of_the_policy(
    parts: list[tuple[str, str]], morning: str, afternoon: str, evening: str
) -> None:
    hours = Hours(parts=named(parts))
    for phrase, meant in (("明天上午", morning), ("明天下午", afternoon), ("明天晚上", evening)):
        first, last = (f"{int(at):02d}:00" for at in meant.split("-"))
        assert told(read(phrase, NOW, SHANGHAI, hours), SHANGHAI) == f"2026-11-24T{first}/{last}"


def test_what_hours_of_work_have_decided_says_so() -> None:
    for phrase, worked in (
        ("eod", True),
        ("next working day 10:00", True),
        ("tomorrow pm", True),
        ("下个工作日 9点到11点", True),
        ("tomorrow 2-4pm", False),
        ("tomorrow 10:00", False),
    ):
        assert read(phrase, NOW, SHANGHAI, DESK).worked is worked, phrase
    assert not read("tomorrow pm", NOW, SHANGHAI).worked


def test_a_day_without_an_hour_is_asked_for_it_by_its_date() -> None:
    with pytest.raises(Unclear) as refusal:
        read("next fri", NOW, SHANGHAI)
    assert [day.isoformat() for day in refusal.value.params["days"]] == ["2026-11-27", "2026-12-04"]
