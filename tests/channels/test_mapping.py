"""A mapping says what a row means; what it does not say is told, never guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from agentdesk.channels import csv_import, mapping, mapping_file, rejects
from agentdesk.channels.csv_read import FileProblem
from agentdesk.channels.mapping_file import BadMapping, NoMapping, Problem
from agentdesk.domain.values import HOUR, CaseClass, Kind, Priority
from agentdesk.i18n import known
from tests.support import ROOT, shared

NOW = 1_790_000_000_000_000  # 21 September 2026

PLAIN = """
format = 1
prefix = "crm"
[columns]
reference = "id"
title = ["subject", "detail"]
text = "story"
customer = "name"
[received]
column = "when"
format = "YYYY-MM-DD HH:mm"
zone = "Asia/Shanghai"
[constants]
kind = "enquiry"
class = "common"
priority = "P3"
line = "personal"
category = "general"
channel = "phone"
[channel]
column = "way"
values = { Mail = "email", Web = "web" }
[[rule]]
when = { column = "story", contains = ["stolen", "盗刷"] }
set = { priority = "P1", category = "fraud" }
[[rule]]
when = [{ column = "way", is = "web" }, { column = "detail", empty = true }]
set = { class = "complex" }
[care]
column = "tags"
separator = ";"
values = ["elderly"]
"""
HEADER = "id,subject,detail,story,name,when,way,tags\n"


def checked(folder: Path, body: str, text: str = PLAIN, **how: int) -> csv_import.Checked:
    path = folder / "cases.csv"
    path.write_text(HEADER + body, "utf-8", newline="")
    return csv_import.check(path, mapping_file.parse(text, "test"), now=NOW, **how)


def problems(text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BadMapping) as raised:
        mapping_file.parse(text, "test")
    found: tuple[Problem, ...] = raised.value.problems
    assert all(known(f"imports.map.{problem.code}") for problem in found)
    return [(problem.key, problem.line, problem.code) for problem in found]


def test_a_row_becomes_what_the_mapping_says(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        '7,Card gone,,"My card was STOLEN\nat noon",王 小明,2026-03-02 09:30,Mail, Elderly ;x\n'
        "8,Limit,Limit,How?,,2026-03-02 09:31,WEB,\n"
        "9,Limit,,How?,,2026-03-02 09:32,web,\n",
    )
    assert found.rejects == []
    stolen, twice, web = found.take()
    assert stolen == mapping.ReadRow(
        line=2,
        reference="crm:7",
        title="Card gone",
        text="My card was STOLEN\nat noon",
        customer="王 小明",
        phone="",
        email="",
        received=1_772_415_000_000_000,
        priority=Priority.P1,
        klass=CaseClass.COMMON,
        kind=Kind.ENQUIRY,
        business_line="personal",
        category="fraud",
        channel="email",
        source="customer",
        language="",
        care=True,
    )
    assert twice.title == "Limit"
    assert twice.klass is CaseClass.COMMON
    assert (web.channel, web.klass, web.care) == ("web", CaseClass.COMPLEX, False)


def test_every_row_that_is_not_taken_says_why(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        "1,a,,,,2026-03-02 09:30,Mail,\n"
        ",a,,,,2026-03-02 09:30,Mail,\n"
        "3,,,,,2026-03-02 09:30,Mail,\n"
        "4,a,,,,2/3/2026,Mail,\n"
        "5,a,,,,2026-03-02 09:30,Pigeon,\n"
        "1,again,,,,2026-03-02 09:30,Mail,\n"
        "7,a,b\n"
        "8,a,,,,2126-03-02 09:30,Mail,\n"
        f"{'9' * 200},a,,,,2026-03-02 09:30,Mail,\n"
        f"10,a,,{'x' * 200_001},,2026-03-02 09:30,Mail,\n",
    )
    assert [(reject.line, reject.code) for reject in found.rejects] == [
        (3, "no_reference"),
        (4, "no_title"),
        (5, "bad_date"),
        (6, "unknown_value"),
        (7, "twin"),
        (8, "width"),
        (9, "future"),
        (10, "long_reference"),
        (11, "long_text"),
    ]
    assert all(known(f"imports.reject.{reject.code}") for reject in found.rejects)
    assert (found.rows, found.good) == (10, 1)
    assert [row.reference for row in found.take()] == ["crm:1"]


def test_hostile_text_is_made_harmless_and_kept(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        "1,\x1b[2Jred \u202etxt,,[/nope] \x9b31m,E\x07vil,2026-03-02 09:30,Mail,\n",
    )
    (row,) = found.take()
    shown = row.title + row.text + row.customer
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    assert "\u202e" not in shown
    assert "[/nope]" in row.text


def test_rows_received_now_keep_their_order(tmp_path: Path) -> None:
    body = "".join(f"{n},case {n},,,,2126-01-01 00:00,Mail,\n" for n in range(10))
    found = checked(tmp_path, body, spread=8 * HOUR)
    times = [row.received or 0 for row in found.take()]
    assert times == sorted(times)
    assert times[0] == NOW - 8 * HOUR
    assert times[-1] < NOW
    assert len(set(times)) == 10


def test_a_mapping_without_dates_needs_to_be_told_when(tmp_path: Path) -> None:
    start, end = PLAIN.index("[received]"), PLAIN.index("[constants]")
    text = PLAIN[:start] + PLAIN[end:]
    with pytest.raises(FileProblem) as raised:
        checked(tmp_path, "1,a,,,,,Mail,\n", text)
    assert raised.value.code == "no_dates"
    assert checked(tmp_path, "1,a,,,,,Mail,\n", text, spread=HOUR).good == 1


def test_a_file_that_changes_under_the_import_stops_it(tmp_path: Path) -> None:
    found = checked(tmp_path, "1,a,,,,2026-03-02 09:30,Mail,\n")
    with (tmp_path / "cases.csv").open("a") as file:
        file.write("2,b,,,,2026-03-02 09:30,Mail,\n")
    with pytest.raises(FileProblem) as raised:
        list(found.take())
    assert raised.value.code == "changed"


def test_one_foreign_byte_costs_one_row_and_many_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    rows = [f"{n},caf\xe9 {n},,,,2026-03-02 09:30,Mail,\n" for n in range(40)]
    utf8 = [row.encode() for row in rows]
    path.write_bytes(HEADER.encode() + b"".join([rows[0].encode("latin-1"), *utf8[1:]]))
    the_map = mapping_file.parse(PLAIN, "test")
    found = csv_import.check(path, the_map, now=NOW)
    assert [(reject.line, reject.code) for reject in found.rejects] == [(2, "bytes")]
    path.write_bytes(HEADER.encode() + "".join(rows).encode("latin-1"))
    with pytest.raises(FileProblem) as raised:
        csv_import.check(path, the_map, now=NOW)
    assert (raised.value.code, raised.value.params["line"]) == ("encoding", 2)


def test_rejected_rows_put_right_can_be_imported_as_they_stand(tmp_path: Path) -> None:
    found = checked(
        tmp_path, '1,"a, ""b""\nc",,,=1+1,2.3.2026,Mail,\n2,b,,,,2026-03-02 09:30,Mail,\n'
    )
    path = rejects.free_name(found.path, tmp_path)
    rejects.write(path, found, lambda reject: reject.code)
    assert path.name == "cases.rejects.csv"
    assert path.stat().st_mode & 0o077 == 0
    with path.open(newline="", encoding="utf-8") as file:
        header, row = csv.reader(file)
    assert header[:3] == ["line", "reason", "id"]
    assert row[:2] == ["2", "bad_date"]
    assert row[6] == "=1+1"
    path.write_text(path.read_text("utf-8").replace("2.3.2026", "2026-03-02 08:00"), "utf-8")
    again = csv_import.check(path, found.mapping, now=NOW)
    assert [taken.reference for taken in again.take()] == ["crm:1"]
    assert rejects.free_name(found.path, tmp_path).name == "cases.rejects-2.csv"


def test_foreign_bytes_stand_in_the_rejects_file_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    good = "".join(f"{n},a,,,,2026-03-02 09:30,Mail,\n" for n in range(30))
    path.write_bytes(HEADER.encode() + good.encode() + b"99,caf\xe9,,,,2026-03-02 09:30,Mail,\n")
    found = csv_import.check(path, mapping_file.parse(PLAIN, "test"), now=NOW)
    rejects.write(tmp_path / "out.csv", found, lambda _: "原因")
    assert b"caf\xe9," in (tmp_path / "out.csv").read_bytes()


def test_rejects_never_overwrite_what_is_imported(tmp_path: Path) -> None:
    found = checked(tmp_path, "1,a,,,,nonsense,Mail,\n")
    before = found.path.read_bytes()
    for path, code in (
        (found.path, "rejects_same"),
        (tmp_path / "none" / "x.csv", "rejects_unwritable"),
    ):
        with pytest.raises(FileProblem) as raised:
            rejects.write(path, found, lambda reject: reject.code)
        assert raised.value.code == code
    assert found.path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["cases.csv"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("format = 1", "format = 2", ("format", 2, "version")),
        ('prefix = "crm"', "", ("prefix", None, "missing")),
        ('prefix = "crm"', 'prefix = "c:m"', ("prefix", 3, "prefix")),
        ('reference = "id"', "", ("columns.reference", 4, "missing")),
        ('text = "story"', 'txt = "story"', ("columns.txt", 7, "unknown_key")),
        ('"YYYY-MM-DD HH:mm"', '"YY-MM-DD"', ("received.format", 11, "date_format")),
        ("Asia/Shanghai", "Asia/Peking", ("received.zone", 12, "zone")),
        ('kind = "enquiry"', 'kind = "question"', ("constants.kind", 14, "not_allowed")),
        ('priority = "P3"', "priority = 3", ("constants.priority", 16, "not_text")),
        ('line = "personal"', "", ("constants.line", 13, "not_covered")),
        ('category = "general"', 'category = "Gen!"', ("constants.category", 18, "not_code")),
        ('Mail = "email"', 'Mail = ""', ("channel.values.Mail", 22, "not_code")),
        ("contains = [", "has = [", ("rule[1].when.has", 24, "unknown_key")),
        ("empty = true", 'empty = "yes"', ("rule[2].when.empty", 27, "not_bool")),
        ('set = { class = "complex" }', "", ("rule[2].set", 26, "missing")),
        ('separator = ";"', 'separator = ""', ("care.separator", 31, "not_text")),
        ("[care]", "[caring]", ("caring", 29, "unknown_key")),
        (
            'prefix = "crm"',
            'prefix = "crm"\nfile = { encoding = "rot13" }',
            ("file.encoding", 4, "encoding"),
        ),
        ('"web" }\n', '"web", "a.b" = "X" }\n', ("channel.values.a.b", 22, "not_code")),
        ("[columns]", "[columns", ("", 4, "toml")),
    ],
)
def test_a_mistake_is_named_with_key_and_line(
    old: str, new: str, expected: tuple[str, int | None, str]
) -> None:
    assert old in PLAIN
    assert expected in problems(PLAIN.replace(old, new, 1))


def test_every_mistake_is_told_at_once() -> None:
    text = PLAIN.replace('"P3"', '"P9"').replace("Asia/Shanghai", "Nowhere").replace("email", "E!")
    assert [key for key, _, _ in problems(text)] == [
        "received.zone",
        "constants.priority",
        "channel.values.Mail",
    ]


def test_bundled_mappings_are_found_by_name_and_others_as_files(tmp_path: Path) -> None:
    assert mapping_file.bundled() == ("cfpb", "cfpb-2015")
    own = tmp_path / "own.toml"
    own.write_text("\ufeff" + PLAIN, "utf-8")
    assert mapping_file.load(str(own)).prefix == "crm"
    for name, code in (("nothing", "missing"), (str(tmp_path), "unreadable")):
        with pytest.raises(NoMapping) as raised:
            mapping_file.load(name)
        assert raised.value.code == code
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NoMapping) as raised:
        mapping_file.load(str(own))
    assert raised.value.code == "encoding"


@pytest.mark.parametrize(
    ("name", "file", "count", "first"),
    [
        ("cfpb", "complaints-2019-2020.csv", 1000, "cfpb:1342794"),
        ("cfpb-2015", "complaints-2015.csv", 800, "cfpb:1178151"),
    ],
)
def test_the_cfpb_files_are_taken_whole(name: str, file: str, count: int, first: str) -> None:
    path = shared() / "data" / "cfpb" / file
    found = csv_import.check(path, mapping_file.load(name), now=NOW)
    assert (found.rows, found.good, found.rejects) == (count, count, [])
    rows = list(found.take())
    assert rows[0].reference == first
    with path.open(newline="", encoding="utf-8") as raw:
        originals = list(csv.DictReader(raw))
    assert [row.reference for row in rows] == [f"cfpb:{one['Complaint ID']}" for one in originals]
    tagged = [bool(one.get("Tags")) for one in originals]
    assert [row.care for row in rows] == tagged


def test_the_guides_example_is_a_mapping_that_works() -> None:
    guide = (ROOT / "docs" / "import.md").read_text("utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]
    found = mapping_file.parse(example, "guide")
    assert found.delimiter == ";"
    assert len(found.rules) == 2
    assert found.codes()["category"] == {"general", "account", "card", "fraud"}
