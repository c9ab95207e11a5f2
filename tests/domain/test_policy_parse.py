"""A proposal: the bundled one is right, and every mistake is named with key, line and remedy."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain import policy as rules
from agentdesk.domain.policy import FAMILIES, CallsRule, Span
from agentdesk.domain.policy_clocks import CLOCKS
from agentdesk.domain.policy_parse import Problem
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Kind, Priority
from agentdesk.i18n import LANGUAGES, catalogue, known, language, set_language, t
from tests.support.policies import bundled, bundled_text

TEXT = bundled_text()


def problems(text: str) -> tuple[Problem, ...]:
    proposal, found = rules.parse(text)
    assert (proposal is None) == bool(found)
    return found


def edited(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return next(n for n, row in enumerate(text.splitlines(), start=1) if part in row)


# --- the bundled policy --------------------------------------------------------------------------


def test_the_bundled_policy_holds_every_number_of_the_promises() -> None:
    policy = bundled()
    clocks = policy.clocks
    assert clocks["register"].budget == Span(15 * MINUTE)
    assert clocks["register"].calendar == "always"
    assert clocks["first_response"].by_priority == {
        "P1": Span(30 * MINUTE), "P2": Span(2 * HOUR), "P3": Span(4 * HOUR),
    }  # fmt: skip
    assert set(clocks["first_response"].by_channel) == {"chat", "social"}
    assert clocks["first_response"].cap == 48 * HOUR
    assert clocks["update_owed"].budget == Span(4 * HOUR)
    assert (clocks["update_keep"].budget, clocks["update_keep"].classes) == (
        Span(24 * HOUR), ("complex",),
    )  # fmt: skip
    assert (clocks["complex_callback"].budget, clocks["complex_callback"].pause) == (
        Span(72 * HOUR), True,
    )  # fmt: skip
    resolution = clocks["resolution"].by_class
    assert resolution["common"].budget == Span(24 * HOUR)
    assert (resolution["complex"].budget, resolution["complex"].told) == (Span(days=10), True)
    assert (resolution["complaint"].budget, resolution["complaint"].target) == (
        Span(days=3), True,
    )  # fmt: skip
    assert clocks["dept_feedback"].budget == Span(2 * HOUR)
    assert clocks["dept_next"].budget == Span(days=1)
    assert clocks["follow_up"].budget == Span(days=3)
    assert "promised" in clocks
    assert policy.callback is not None
    assert (policy.callback.window, policy.callback.grace) == (30 * MINUTE, 10 * MINUTE)
    assert (policy.callback.tries, policy.callback.parts_of_day) == (3, 3)
    assert (policy.callback.over, policy.callback.text_after_try) == (Span(days=2), True)
    calls = policy.calls
    assert (calls.slot, calls.capacity, calls.ahead) == (30 * MINUTE, 1, 60 * DAY)
    assert calls.parts == (("08:00", "12:00"), ("12:00", "18:00"), ("18:00", "21:00"))
    assert (calls.calendar, calls.visits, calls.apart, calls.names) == (
        "desk", "office", 2 * HOUR, False,
    )  # fmt: skip
    assert (policy.wait.remind, policy.wait.times) == (Span(days=3), 2)
    assert (policy.order, policy.reserve) == ("promises", 6)
    assert (policy.soon, policy.undo_window) == (15 * MINUTE, 5 * MINUTE)
    assert (policy.follow_up.tries, policy.follow_up.once_in) == (2, 30 * DAY)
    assert policy.follow_up.other_person == ("complaint", "complex")
    for clock in ("first_response", "promised", "update_owed", "update_keep", "callback"):
        assert policy.efforts[clock] == 5 * MINUTE


def test_the_bundled_policy_offers_every_code_in_both_languages() -> None:
    policy = bundled()
    channels = {label.code for label in policy.labels["channel"]}
    assert channels >= {"phone", "chat", "email", "app", "web", "social", "branch"}  # A1
    assert {label.code for label in policy.labels["kind"]} == {kind.value for kind in Kind}  # A3
    assert set(policy.lines) == {"personal", "corporate", "securities", "insurance"}
    assert len(policy.categories) >= 25
    assert {about.line for about in policy.categories.values()} == set(policy.lines)
    assert {about.priority for about in policy.categories.values()} == set(Priority)
    assert len(policy.departments) >= 10
    for family in FAMILIES:
        for label in policy.labels[family]:
            assert label.en.isascii()
            assert any("\u4e00" <= sign <= "\u9fff" for sign in label.zh)
    for one in policy.criteria:
        assert one.reason_en
        assert one.reason_zh
        assert any(word.isascii() for word in one.words)
        assert any(not word.isascii() for word in one.words)


def test_the_bundled_policy_names_a_requirement_for_each_clock() -> None:
    for name in CLOCKS:
        first = next(row for row in TEXT.splitlines() if row.startswith(f"[clocks.{name}"))
        assert "#" in first
        assert any(f"- {letter}" in first for letter in "ACG"), first


# --- problems ------------------------------------------------------------------------------------

MISTAKES = [
    # what is written, what is written instead, code, key, what the sentence must name
    ("reserve = 6", "resreve = 6", "unknown_near", "desk.resreve", "reserve"),
    ("reserve = 6", "zzz = 6", "unknown", "desk.zzz", "order"),
    ("reserve = 6", 'reserve = "six"', "want_number", "desk.reserve", "100"),
    ("reserve = 6", "reserve = true", "want_number", "desk.reserve", "100"),
    ("reserve = 6", "reserve = -1", "range", "desk.reserve", "100"),
    ("reserve = 6", "reserve = 101", "range", "desk.reserve", "100"),
    ('order = "promises"', 'order = "promisses"', "choice_near", "desk.order", "promises"),
    ('order = "promises"', 'order = "lifo"', "choice", "desk.order", "strict"),
    ('soon = "15m"', 'soon = "soon"', "want_duration", "desk.soon", "15m"),
    ('soon = "15m"', "soon = 15", "want_duration", "desk.soon", "15"),
    ('soon = "15m"', 'soon = "-15m"', "negative", "desk.soon", "-15m"),
    ('soon = "15m"', 'soon = "0m"', "zero", "desk.soon", "0m"),
    ('soon = "15m"', 'soon = "999999h"', "too_far", "desk.soon", "366"),
    ('undo = "5m"', 'undo = "2h"', "range", "desk.undo", "1h"),
    ("[calendars.desk]", "[calendars.desc]", "missing", "calendars.desk", ""),
    ("[calendars.office]", "[calendars.Office]", "code_form", "calendars.Office", "a-z"),
    ("[calendars.office]", "[calendars.always]", "reserved", "calendars.always", ""),
    ('hours = { daily = ["08:00-20:00"] }', "", "missing", "calendars.desk.hours", ""),
    ('{ daily = ["08:00-20:00"] }', "{ }", "no_hours", "calendars.desk.hours", "open"),
    ('{ daily = ["08:00-20:00"] }', "{ daily = [] }", "no_hours", "calendars.desk.hours", "open"),
    ("{ daily = ", "{ dayly = ", "weekday", "calendars.desk.hours.dayly", "mon-fri"),
    ('["08:00-20:00"]', '["08:00-25:00"]', "hours", "calendars.desk.hours.daily", "24:00"),
    ('["08:00-20:00"]', '["08:00"]', "want_hours", "calendars.desk.hours.daily", "09:00"),
    ('["08:00-20:00"]', '"08:00-20:00"', "want_hours", "calendars.desk.hours.daily", "["),
    ('{ country = "auto" }', '{ country = "XX" }', "country",
     "calendars.office.holidays.country", "CN"),
    ('{ country = "auto" }', '{ days = ["2026-02-30"] }', "date", "calendars.office.holidays.days",
     "2026-02-30"),
    ('{ country = "auto" }', "{ country = 86 }", "want_text",
     "calendars.office.holidays.country", ""),
    ('calendar = "desk"\nbudget = { P1', 'calendar = "desc"\nbudget = { P1', "choice_near",
     "clocks.first_response.calendar", "desk"),
    ('calendar = "always"\nbudget = "15m"', 'calendar = "department"\nbudget = "15m"', "choice",
     "clocks.register.calendar", "always"),
    ('P1 = "30m", ', "", "missing", "clocks.first_response.budget.P1", ""),
    ('P1 = "30m"', 'P1 = "30 minuts"', "want_span", "clocks.first_response.budget.P1",
     "working days"),
    ('P1 = "30m"', 'P1 = "-30m"', "negative", "clocks.first_response.budget.P1", "-30m"),
    ('P1 = "30m"', 'P0 = "30m"', "unknown", "clocks.first_response.budget.P0", "P1"),
    ('chat = "5m"', 'chatt = "5m"', "choice_near", "clocks.first_response.channels.chatt", "chat"),
    ('"10 working days"', '"-10 working days"', "negative",
     "clocks.resolution.complex.budget", "-10"),
    ('"10 working days"', '"0 working days"', "zero", "clocks.resolution.complex.budget", "0"),
    ('"10 working days"', '"10 days"', "want_span", "clocks.resolution.complex.budget",
     "working days"),
    ("told = true", 'told = "yes"', "want_flag", "clocks.resolution.complex.told", "true"),
    ("[clocks.resolution.complex]", "[clocks.resolution.complicated]", "unknown_near",
     "clocks.resolution.complicated", "complex"),
    ("[clocks.follow_up]", "[clocks.folow_up]", "unknown_near", "clocks.folow_up", "follow_up"),
    ('[clocks.promised]', "[clocks.promised]\nbudget = \"1h\"", "unknown",
     "clocks.promised.budget", "effort"),
    ('once_in = "30 days"', 'once_in = "30d"', "want_days", "follow_up.once_in", "30 days"),
    ('"litigation"]', '"litigations"]', "choice_near", "follow_up.skip", "litigation"),
    ('slot = "30m"', 'slot = "7m"', "slot", "callbacks.slot", "7m"),
    ('slot = "30m"', 'slot = "1m"', "slot", "callbacks.slot", "5 minutes"),
    ('slot = "30m"', 'slot = "6h"', "slot", "callbacks.slot", "4 hours"),
    ('slot = "30m"', "slot = 30", "want_duration", "callbacks.slot", "15m"),
    ("capacity = 1", "capacity = 0", "range", "callbacks.capacity", "20"),
    ('ahead = "60 days"', 'ahead = "367 days"', "too_far", "callbacks.ahead", "366"),
    ('ahead = "60 days"', 'ahead = "2h"', "want_days", "callbacks.ahead", "30 days"),
    ('"12:00-18:00", "18:00-21:00"', '"11:00-17:00"', "parts", "callbacks.parts", "11:00-17:00"),
    ('"12:00-18:00", "18:00-21:00"', '"20:00-02:00"', "parts", "callbacks.parts", "20:00-02:00"),
    ('["08:00-12:00", "12:00-18:00", "18:00-21:00"]', "[]", "parts", "callbacks.parts", "6"),
    ('["08:00-12:00", "12:00-18:00", "18:00-21:00"]', '"all day"', "want_list",
     "callbacks.parts", "["),
    ('"12:00-18:00", "18:00-21:00"', '"noon"', "want_hours", "callbacks.parts", "09:00"),
    ("parts_of_day = 3", "parts_of_day = 4", "range", "clocks.callback.parts_of_day", "1 to 3"),
    ('apart = "2h"', 'apart = "0m"', "zero", "callbacks.apart", "0m"),
    ('visits = "office"', 'visits = "ofice"', "choice_near", "callbacks.visits", "office"),
    ("names = false", 'names = "no"', "want_flag", "callbacks.names", "true"),
    ("[callbacks]", "[callback]", "unknown_near", "callback", "callbacks"),
    ("times = 2", "times = 0", "range", "wait.times", "20"),
    ('"Enquiry"', '""', "want_text", "kinds.enquiry.en", ""),
    ('en = "Enquiry",  ', "", "missing", "kinds.enquiry.en", ""),
    ("enquiry     = {", "inquiry     = {", "choice_near", "kinds.inquiry", "enquiry"),
    ('"咨询",     handling = "10m" }', '"咨询" }', "missing", "kinds.enquiry.handling", ""),
    ('zh = "电话"', 'zh = "电\\u001b话"', "control", "channels.phone.zh", ""),
    ('zh = "电话"', f'zh = "{"电" * 90}"', "too_long", "channels.phone.zh", "80"),
    ('calendar = "office" }', 'calendar = "ofice" }', "choice_near",
     "departments.payments.calendar", "office"),
    ("[categories.account]", "[categories.Account]", "code_form", "categories.Account", "a-z"),
    ('line = "personal"', 'line = "private"', "choice", "categories.account.line", "personal"),
    ('class = "common"', 'class = "comon"', "choice_near", "categories.account.class", "common"),
    ('priority = "P3"', 'priority = "P4"', "choice", "categories.account.priority", "P3"),
    ('department = "back_office"', 'department = "backoffice"', "choice_near",
     "categories.account.department", "back_office"),
    ('words = ["account"', 'words = ["", "account"', "want_text", "categories.account.words", ""),
    ('words = ["stolen", "una', 'words = [7, "una', "want_text", "criteria.money_leaving.words",
     ""),
    ('priority = "P1"\nreason = { en = "money', 'reason = { en = "money', "suggests_nothing",
     "criteria.money_leaving.words", "class"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "key", "names"), MISTAKES)
def test_a_mistake_is_named_with_its_key_its_line_and_what_is_allowed(
    old: str, new: str, code: str, key: str, names: str
) -> None:
    text = edited(old, new)
    found = {(one.code, one.key): one for one in problems(text)}
    assert (code, key) in found, found.keys()
    one = found[code, key]
    if code == "missing" and new == "":
        assert one.line is not None  # the table that it belongs into
    else:
        leaf = key.rpartition(".")[2]
        assert one.line is not None
        row = text.splitlines()[one.line - 1]
        assert leaf in row or str(one.params.get("value", "")) in row
    said = t(f"policy.{code}", **one.params)
    assert names in said
    assert "{" not in said.replace("{ ", "")


def test_all_mistakes_are_found_in_one_go_in_the_order_of_lines() -> None:
    text = edited("reserve = 6", "resreve = 6")
    text = edited('class = "common"', 'class = "comon"', text)
    text = edited("times = 2", "times = 0", text)
    found = problems(text)
    assert [one.key for one in found] == ["desk.resreve", "wait.times", "categories.account.class"]
    lines = [one.line or 0 for one in found]
    assert lines == sorted(lines)
    assert lines[0] == line_of(text, "resreve")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[desk]\nreserve = ", "syntax_only", 2),
        ("[desk]\nreserve == 6\n", "syntax", 2),
        ("[desk\nreserve = 6\n", "syntax", 1),
        ("\n\n[desk]\nsoon = '''", "syntax_only", 4),
        ("[desk]\nreserve = 6\nreserve = 7\n", "twice", 3),
        (TEXT + "\n[categories.account]\nen = 'again'\n", "twice", TEXT.count("\n") + 2),
        ('[desk]\nsoon = "a\x00b"', "syntax_only", 2),
        ("[" * 5000, "syntax", 1),
        ("x = " + "[" * 5000, "syntax_only", 1),
    ],
)
def test_what_is_not_toml_is_named_by_its_line(text: str, code: str, line: int) -> None:
    (one,) = problems(text)
    assert (one.code, one.line) == (code, line)
    assert t(f"policy.{code}", **one.params)


def test_a_file_that_cannot_be_a_policy_is_not_read() -> None:
    (one,) = problems("#" * 2_000_000)
    assert one.code == "too_big"


def test_a_value_where_a_table_is_expected_is_named() -> None:
    text = TEXT[: TEXT.index("[criteria.")] + "[criteria]\nurgent = 3\n"
    found = {one.key: one for one in problems(text)}
    assert found["criteria.urgent"].code == "want_table"
    assert found["criteria.urgent"].line == line_of(text, "urgent = 3")


def test_a_policy_that_says_nothing_of_calls_has_the_usual_ones_and_one_of_before_is_read() -> None:
    start = TEXT.index("[callbacks]")
    without = TEXT[:start] + TEXT[TEXT.index("[wait]", start) :]
    proposal, found = rules.parse(without)
    assert (proposal is not None, found) == (True, ())
    assert proposal is not None
    assert proposal.bare.calls == bundled().calls
    stored = json.loads(rules.dump(bundled()))
    assert rules.load(json.dumps(stored)).calls == bundled().calls
    del stored["calls"]  # put in force before calls were agreed on
    assert rules.load(json.dumps(stored)).calls == CallsRule()


def test_an_empty_proposal_says_what_is_missing() -> None:
    assert {one.key for one in problems("") if one.code == "missing"} == {
        "calendars", "calendars.desk", "clocks", "kinds", "channels", "lines", "categories",
    }  # fmt: skip


def test_an_unknown_zone_is_refused_and_the_likely_one_named() -> None:
    text = edited("[calendars.desk]", '[calendars.desk]\nzone = "Asia/Shangai"')
    (one,) = problems(text)
    assert (one.code, one.key, one.params["near"]) == (
        "zone_near", "calendars.desk.zone", "Asia/Shanghai",
    )  # fmt: skip
    (one,) = problems(text.replace("Asia/Shangai", "nowhere at all"))
    assert one.code == "zone"


def test_retired_codes_are_right_and_kept() -> None:
    text = edited("[categories.account]", "[categories.account]\nretired = true")
    text = edited('zh = "传真" }', 'zh = "传真", retired = true }', text)
    proposal, found = rules.parse(text)
    assert found == ()
    assert proposal is not None
    labels = {label.code: label for label in proposal.bare.labels["category"]}
    assert labels["account"].retired
    assert "account" in proposal.bare.categories
    assert [label.code for label in proposal.bare.labels["channel"] if label.retired] == ["fax"]


def test_comments_line_endings_and_a_byte_order_mark_change_nothing() -> None:
    assert problems("\ufeff" + TEXT.replace("\n", "\r\n")) == ()
    text = edited("reserve = 6", "resreve = 6").replace("\n", "\r\n")
    (one,) = problems("\ufeff" + text)
    assert one.line == line_of(text, "resreve")


@pytest.mark.parametrize(
    ("written", "micros"),
    [("90s", 90 * SECOND), ("15m", 15 * MINUTE), ("2h", 2 * HOUR), ("1h30m", 90 * MINUTE),
     ("1h 30m", 90 * MINUTE), (" 48H ", 48 * HOUR), ("1h1m1s", HOUR + MINUTE + SECOND)],
)  # fmt: skip
def test_durations_as_they_may_be_written(written: str, micros: int) -> None:
    proposal, found = rules.parse(edited('soon = "15m"', f'soon = "{written}"'))
    assert found == ()
    assert proposal is not None
    assert proposal.bare.soon == micros


@pytest.mark.parametrize("written", ["1 working day", "1 Working Days", "1 working  day"])
def test_working_days_as_they_may_be_written(written: str) -> None:
    proposal, found = rules.parse(edited('"1 working day"', f'"{written}"'))
    assert found == ()
    assert proposal is not None
    assert proposal.bare.clocks["dept_next"].budget == Span(days=1)


ROWS = TEXT.splitlines()


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(ROWS) - 1),
            st.one_of(
                st.text(alphabet=string.printable, max_size=12),
                st.sampled_from(
                    [
                        '""',
                        "[]",
                        "{}",
                        "-1",
                        "= 3",
                        '"',
                        "'''",
                        "[x]",
                        "2026-01-01",
                        "true",
                        "1.5",
                        "inf",
                        "[[x]]",
                        "\\u0000",
                        "é",
                        "\x1b[2J",
                    ]
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_written_the_answer_is_a_proposal_or_problems(
    spoiled: list[tuple[int, str]],
) -> None:
    rows = list(ROWS)
    for row, text in spoiled:
        head, mark, _ = rows[row].partition("=")
        rows[row] = f"{head}{mark} {text}" if mark else text
    proposal, found = rules.parse("\n".join(rows))
    assert (proposal is None) == bool(found)
    for one in found:
        assert one.line is None or 1 <= one.line <= len(rows) + 24
        sentence = t(f"policy.{one.code}", **one.params)
        assert sentence.isprintable() or "\n" in sentence


def test_every_problem_can_be_said_in_both_languages() -> None:
    before = language()
    try:
        for lang in LANGUAGES:
            set_language(lang)
            assert all(known(f"policy.{code}") for _, _, code, _, _ in MISTAKES)
        assert catalogue("en").keys() == catalogue("zh").keys()
    finally:
        set_language(before)


@pytest.mark.parametrize("receipts", ["arrivals", "all", "off"])
def test_who_gets_a_receipt_is_kept(receipts: str) -> None:
    text = edited('receipts = "arrivals"', f'receipts = "{receipts}"')
    proposal, problems = rules.parse(text)
    assert proposal is not None, problems
    made = rules.resolve(proposal, "UTC", None, [2026])
    assert rules.load(rules.dump(made)).receipts == receipts


def test_nobody_else_can_be_meant_by_receipts() -> None:
    _, problems = rules.parse(edited('receipts = "arrivals"', 'receipts = "never"'))
    assert [(one.code, one.key) for one in problems] == [("choice", "desk.receipts")]
