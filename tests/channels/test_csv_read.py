"""A CSV file is read strictly: what spoils the whole of it is a sentence before anything begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.channels.csv_read import CsvRow, FileProblem, fingerprint, open_csv


def rows(
    folder: Path, content: bytes, encoding: str = "utf-8", delimiter: str = ","
) -> list[CsvRow]:
    path = folder / "cases.csv"
    path.write_bytes(content)
    with open_csv(path, encoding, delimiter) as file:
        return list(file.rows())


def problem(
    folder: Path, content: bytes, needed: tuple[str, ...] = ("id", "text"), encoding: str = "utf-8"
) -> FileProblem:
    path = folder / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(FileProblem) as raised:
        read_through(path, needed, encoding)
    return raised.value


def read_through(path: Path, needed: tuple[str, ...], encoding: str) -> None:
    with open_csv(path, encoding, ",") as file:
        file.places(needed)
        list(file.rows())


def test_rows_know_the_line_they_start_on(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,text\n1,"two\r\nlines, and ""quotes"""\n\n2,plain\n')
    assert [(row.line, row.values) for row in found] == [
        (2, ["1", 'two\r\nlines, and "quotes"']),
        (5, ["2", "plain"]),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b""])
def test_every_line_ending_is_one(tmp_path: Path, end: bytes) -> None:
    between = end or b"\n"
    found = rows(tmp_path, b"id,text" + between + b"1,a" + between + b"2,b" + end)
    assert [row.values for row in found] == [["1", "a"], ["2", "b"]]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv"
    path.write_bytes("\ufeffid,text\n1,中文\n".encode())
    with open_csv(path, "utf-8", ",") as file:
        assert file.header == ["id", "text"]
        assert [row.values for row in file.rows()] == [["1", "中文"]]


def test_chinese_encodings_are_read_when_stated(tmp_path: Path) -> None:
    found = rows(tmp_path, "编号;事项\n1;转账未到账\n".encode("gb18030"), "gb18030", ";")
    assert found[0].values == ["1", "转账未到账"]


def test_foreign_bytes_are_told_on_their_row_alone(tmp_path: Path) -> None:
    found = rows(tmp_path, b"id,text\n1,fine\n2,caf\xe9\n3,fine\n")
    assert [row.undecodable for row in found] == [False, True, False]


def test_a_field_of_25000_characters_with_line_breaks(tmp_path: Path) -> None:
    text = "a long story, told twice\n" * 1000
    found = rows(tmp_path, f'id,text\n1,"{text}"\n2,b\n'.encode())
    assert found[0].values[1] == text
    assert found[1].line == 1003


def test_a_quote_that_never_closes_is_named_by_its_line(tmp_path: Path) -> None:
    found = problem(tmp_path, b'id,text\n1,a\n2,"never closed\n3,c\n4,d\n')
    assert (found.code, found.params["line"]) == ("unclosed", 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id\ttext\n1\ta\n", "delimiter"),
        (b"id;text\n1;a\n", "delimiter"),
        (b"ID,text\n1,a\n", "near_column"),
        (b"number,text\n1,a\n", "no_column"),
        (b"id,text,text\n1,a,b\n", "column_twice"),
        (b"\n", "empty"),
        (b"\xff\xfei\x00d\x00,\x00t\x00e\x00x\x00t\x00\n\x00", "other_encoding"),
        (b"id,te\xe9xt\n1,a\n", "encoding"),
        (b"i\x00d\x00,\x00t\x00e\x00x\x00t\x00\n\x00", "encoding"),
    ],
)
def test_a_file_that_is_not_what_the_mapping_says(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert problem(tmp_path, content).code == code


def test_a_file_that_cannot_be_read_twice_or_at_all(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.csv", "missing"),
        (tmp_path, "not_file"),
        (Path("/dev/null"), "not_file"),
    ):
        with pytest.raises(FileProblem) as raised:
            fingerprint(path)
        assert raised.value.code == code
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(FileProblem) as raised:
        fingerprint(empty)
    assert raised.value.code == "empty"


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("id,text\n" + "".join(f"{n},row {n}\n" for n in range(5000)), "utf-8")
    told: list[int] = []
    with open_csv(path, "utf-8", ",", told.append) as file:
        assert len(list(file.rows())) == 5000
    assert told == sorted(told)
    assert 0 < told[-1] <= path.stat().st_size
