"""Real cases come in by one command: checked first, batch by batch, and never twice."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase, Intake
from tests.support import ROOT, shared
from tests.support.cli import desk, run

DATA = ROOT / "tests" / "data"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk without cases; the current folder is the test's own."""
    where = desk(tmp_path, sample=False)
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.chdir(room)
    return where


def references(where: Path) -> list[str]:
    """External references of every case of a desk, in the order of their numbers."""
    told = run("export", "cases", data=where)
    return [row["external_reference"] for row in csv.DictReader(told.out.splitlines())]


def test_both_cfpb_files_come_in_whole_and_only_once(empty: Path) -> None:
    folder = shared() / "data" / "cfpb"
    first = run("import", folder / "complaints-2019-2020.csv", "--map", "cfpb", data=empty)
    assert first.out == "1000 cases added, 0 were already here, 0 rows rejected.\n"
    second = run(
        "import", folder / "complaints-2015.csv", "--map", "cfpb-2015", "--json", data=empty
    )
    assert (second.json["rows"], second.json["added"], second.json["rejected"]) == (800, 800, 0)
    again = run(
        "import", folder / "complaints-2019-2020.csv", "--map", "cfpb", "--json", data=empty
    )
    assert (again.json["added"], again.json["already"]) == (0, 1000)
    found = references(empty)
    assert len(found) == len(set(found)) == 1800
    assert run("db", "verify", "--json", data=empty).json["clean"]


@pytest.mark.parametrize(
    ("file", "mapping", "count"),
    [("twin-2019.csv", "cfpb", 60), ("twin-2015.csv", "cfpb-2015", 40)],
)
def test_the_invented_twins_come_in_whole(empty: Path, file: str, mapping: str, count: int) -> None:
    told = run("import", DATA / file, "--map", mapping, "--json", data=empty)
    assert (told.json["added"], told.json["rejected"]) == (count, 0)
    with (DATA / file).open(newline="", encoding="utf-8") as rows:
        assert references(empty) == [f"cfpb:{row['Complaint ID']}" for row in csv.DictReader(rows)]


def test_what_arrives_is_registered_to_the_duty_owner_and_waits_for_nobody(empty: Path) -> None:
    run("import", DATA / "twin-2019.csv", "--map", "cfpb", "--as-new", "8h", data=empty)
    rows = run("queue", "--json", "--limit", "100", data=empty).json
    assert len(rows) == 60
    assert {row["accountable"] for row in rows} == {"li.wei"}
    assert {row["owner"] for row in rows} == {None}
    assert {row["status"] for row in rows} == {"open"}
    by_number = sorted(rows, key=lambda row: row["id"])
    times = [row["received"] for row in by_number]
    assert times == sorted(times)
    assert times[0] == "2026-11-22T18:00:00Z"  # eight hours before that Monday, 10:00 in Shanghai
    assert times[-1] < "2026-11-23T02:00:00Z"


def test_an_old_case_keeps_the_day_it_came(empty: Path) -> None:
    run("import", DATA / "twin-2015.csv", "--map", "cfpb-2015", data=empty)
    with (DATA / "twin-2015.csv").open(newline="", encoding="utf-8") as rows:
        first = next(csv.DictReader(rows))
    case = run("show", "1001", "--json", data=empty).json
    month, day, year = first["Date received"].split("/")
    # Midnight in New York is four or five o'clock in the morning UTC.
    assert case["received"].startswith(f"{year}-{int(month):02d}-{int(day):02d}T0")
    assert case["external_reference"] == f"cfpb:{first['Complaint ID']}"
    assert case["timeline"][0]["recorded_at"] > case["timeline"][0]["at"]


def test_a_dry_run_writes_nothing_and_tells_all(empty: Path) -> None:
    run("import", DATA / "twin-2015.csv", "--map", "cfpb-2015", data=empty)
    before = (empty / "store.db").read_bytes()
    dry = ("--dry-run", "--json", "--rejects", "r.csv")
    told = run("import", DATA / "hostile.csv", "--map", "cfpb", *dry, data=empty)
    assert told.code == 0
    found = told.json
    assert found["dry_run"]
    assert found["added"] + found["rejected"] == found["rows"] == 72
    assert found["rejects_file"] is None
    assert list(Path.cwd().iterdir()) == []
    assert (empty / "store.db").read_bytes() == before
    again = run(
        "import", DATA / "twin-2015.csv", "--map", "cfpb-2015", "--dry-run", "--json", data=empty
    )
    assert (again.json["added"], again.json["already"]) == (0, 40)


def test_rejected_rows_go_to_a_file_with_line_and_reason(empty: Path) -> None:
    told = run("import", DATA / "hostile.csv", "--map", "cfpb", data=empty)
    assert told.code == 0
    path = Path("hostile.rejects.csv")
    assert str(path) in told.err
    with path.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        rejected = list(csv.DictReader(file))
    assert rejected
    assert all(row["line"].isdigit() and row["reason"] for row in rejected)
    assert len(references(empty)) + len(rejected) == 72
    assert path.stat().st_mode & 0o077 == 0


def test_hostile_text_reaches_no_terminal(empty: Path) -> None:
    told = [run("import", DATA / "hostile.csv", "--map", "cfpb", data=empty)]
    told += [run("queue", "--limit", "100", *more, data=empty) for more in ((), ("--json",))]
    for number in range(1001, 1001 + len(references(empty)), 9):
        told += [run("show", str(number), *more, data=empty) for more in ((), ("--json",))]
    assert all(one.code == 0 for one in told)
    for one in told:
        for text in (one.out, one.err):
            bad = {sign for sign in text if sign != "\n" and not harmless(sign)}
            assert bad == set()


def harmless(sign: str) -> bool:
    """Neither drives a terminal nor turns the direction of text."""
    code = ord(sign)
    bidi = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x61C)
    return not (code < 32 or 127 <= code < 160 or bidi or 0xD800 <= code <= 0xDFFF)


def interrupting(after: int) -> Callable[..., object]:
    """The desk's own intake, with somebody's Ctrl-C during a batch."""
    real = Desk.receive_many
    seen = 0

    async def receive_many(
        self: Desk, rows: Iterable[IncomingCase], progress: Callable[[Intake], None] | None = None
    ) -> Intake:
        nonlocal seen
        seen += 1
        if seen == after:
            os.kill(os.getpid(), signal.SIGINT)
        return await real(self, rows, progress)

    return receive_many


def big_file(path: Path, rows: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Complaint ID", "Product", "Sub-product", "Issue", "Sub-issue", "Date received"]
        )
        for number in range(rows):
            writer.writerow([number, "Mortgage", "", f"Issue {number}", "", "1/31/2015"])
    return path


def test_ctrl_c_keeps_finished_batches_and_the_next_import_brings_the_rest(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = big_file(tmp_path / "big.csv", 1300)
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "receive_many", interrupting(2))
        told = run("import", file, "--map", "cfpb-2015", "--json", data=empty)
    assert told.code == 130
    assert (told.json["added"], told.json["left"], told.json["stopped"]) == (1000, 300, True)
    assert "1000" in told.err
    assert len(references(empty)) == 1000
    again = run("import", file, "--map", "cfpb-2015", "--json", data=empty)
    assert (again.json["added"], again.json["already"]) == (300, 1000)
    assert len(set(references(empty))) == 1300


def test_trouble_half_way_says_what_is_in(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = big_file(tmp_path / "big.csv", 700)
    real = Desk.receive_many

    async def filling(
        self: Desk, rows: Iterable[IncomingCase], progress: Callable[[Intake], None] | None = None
    ) -> Intake:
        some = list(rows)
        if len(some) < 500:
            raise DeskTrouble("full", path="store.db", detail="")
        return await real(self, some, progress)

    monkeypatch.setattr(Desk, "receive_many", filling)
    told = run("import", file, "--map", "cfpb-2015", data=empty)
    assert told.code == 2
    assert "500 rows" in told.err
    assert "200 are left" in told.err
    assert "no room left" in told.err
    assert len(references(empty)) == 500


def test_other_desks_work_between_two_batches(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = big_file(tmp_path / "big.csv", 1200)
    real = Desk.receive_many
    taken: list[str] = []

    async def beside(
        self: Desk, rows: Iterable[IncomingCase], progress: Callable[[Intake], None] | None = None
    ) -> Intake:
        done = await real(self, rows, progress)
        other = await Desk.open(empty, clock=self.ctx.store.clock)
        try:
            mine = await other.take()
            assert mine is not None
            taken.append(mine.reference)
        finally:
            await other.aclose()
        return done

    monkeypatch.setattr(Desk, "receive_many", beside)
    assert run("import", file, "--map", "cfpb-2015", data=empty).code == 0
    assert len(set(taken)) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no rows"),
        (b"Complaint ID,Product\n", "no column"),
        (b"Complaint ID;Product;Sub-product;Issue;Sub-issue;Date received\n1;a;b;c;d;e\n", ";"),
        ("Complaint ID,Product,Sub-product,Issue,Sub-issue,Date received\n1,é,a,b,c,1/1/2015\n"
         .encode("cp1252"), "not utf-8"),
        (b"Complaint ID,Product,Sub-product,Issue,Sub-issue,Date received\n1,\"a,b,c,d,1/1/2015\n",
         "line 2"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_the_mapping_says_imports_nothing(
    empty: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    told = run("import", file, "--map", "cfpb-2015", data=empty)
    assert told.code == 2
    assert told.out == ""
    assert said in told.err
    assert "Traceback" not in told.err
    assert references(empty) == []


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--map", "nothing"], "cfpb, cfpb-2015"),
        (["--map", "cfpb-2015", "--as-new", "soon"], "soon"),
        (["--map", "cfpb-2015", "--rejects", "none/x.csv"], "none/x.csv"),
    ],
)
def test_what_is_asked_wrongly_imports_nothing(empty: Path, flags: list[str], said: str) -> None:
    told = run("import", DATA / "twin-2015.csv", *flags, data=empty)
    assert told.code == 2
    assert said in told.err
    assert references(empty) == []


def test_codes_that_the_policy_does_not_know_are_told_before_anything_is_read(
    empty: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    bundled = ROOT / "src" / "agentdesk" / "data" / "mappings" / "cfpb-2015.toml"
    text = bundled.read_text("utf-8").replace('"vehicle_loan"', '"bicycle_loan"')
    own.write_text(text.replace('line = "personal"', 'line = "private"'), "utf-8")
    told = run("import", DATA / "twin-2015.csv", "--map", own, data=empty)
    assert told.code == 2
    assert "bicycle_loan" in told.err
    assert "private" in told.err
    assert references(empty) == []


def test_a_mapping_with_a_typo_names_the_line(empty: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    bundled = ROOT / "src" / "agentdesk" / "data" / "mappings" / "cfpb-2015.toml"
    lines = bundled.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("zone"))
    lines[at] = 'zone = "America/New_Yrok"'
    own.write_text("\n".join(lines), "utf-8")
    for lang, said in (("en", f"line {at + 1}, received.zone"), ("zh", f"第 {at + 1} 行")):
        told = run("--lang", lang, "import", DATA / "twin-2015.csv", "--map", own, data=empty)
        assert told.code == 2
        assert said in told.err


def test_the_log_says_that_a_file_came_in(empty: Path) -> None:
    run("import", DATA / "twin-2015.csv", "--map", "cfpb-2015", data=empty)
    run("import", DATA / "twin-2015.csv", "--map", "cfpb-2015", data=empty)
    lines = run("export", "events", data=empty).out.splitlines()
    assert sum('"kind":"imported"' in line for line in lines) == 1
    assert all("twin-2015" not in line for line in lines)


def test_a_file_that_is_no_mapping_is_not_read_to_its_end(empty: Path, tmp_path: Path) -> None:
    twin, deep = DATA / "twin-2019.csv", tmp_path / "deep.toml"
    told = run("import", twin, "--map", "/dev/zero", data=empty)
    assert (told.code, "far too large" in told.err) == (2, True)
    deep.write_text("x = " + "[" * 5000)
    told = run("import", twin, "--map", deep, data=empty)
    assert (told.code, "nested too deeply" in told.err) == (2, True)
