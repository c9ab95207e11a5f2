"""What the program stands on, and the care of its store."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

from agentdesk.cli import doctor
from agentdesk.store import schema
from tests.support.cli import desk, run


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_doctor_needs_no_desk_and_makes_nothing(tmp_path: Path, lang: str) -> None:
    told = run("--lang", lang, "doctor", data=tmp_path / "none")
    assert told.code == 0
    assert sqlite3.sqlite_version in told.out
    assert "3.51.3" in told.out
    assert not (tmp_path / "none").exists()


def test_doctor_tells_store_keys_and_modes_and_no_secret(tmp_path: Path) -> None:
    where = desk(tmp_path)
    told = run("doctor", "--json", data=where)
    found = told.json
    assert told.code == 0
    assert found["problems"] == []
    assert found["store"]["state"] == "open"
    assert found["store"]["encrypted"] is True
    assert found["store"]["schema"] == found["store"]["schema_known"] == schema.HEAD
    assert found["store"]["mode"] == "0600"
    assert [key["mode"] for key in found["keys"]] == ["0600", "0600"]
    assert isinstance(found["sqlite"]["wal_reset_fix"], bool)
    for name in ("store.key", "audit.key"):
        secret = (where / name).read_text().split("key ")[-1].strip()
        assert secret not in told.out
    assert run("doctor", data=where).out.splitlines()[-1]


def test_doctor_finds_what_is_wrong(tmp_path: Path) -> None:
    where = desk(tmp_path)
    (where / "store.key").chmod(0o644)
    told = run("doctor", "--json", data=where)
    assert told.code == 1
    assert "0644" in "".join(told.json["problems"])
    (where / "store.key").unlink()
    told = run("doctor", data=where)
    assert told.code == 1
    assert "▲" in told.out
    (where / "store.db").write_bytes(b"")
    told = run("doctor", data=where)
    assert (told.code, "0 bytes" in told.out) == (1, True)


def test_doctor_misses_the_audit_key_without_which_nothing_works(tmp_path: Path) -> None:
    where = desk(tmp_path)
    (where / "audit.key").unlink()
    told = run("doctor", "--json", data=where)
    assert told.code == 1
    assert "audit.key" in "".join(told.json["problems"])
    (where / "audit.key").mkdir()
    assert "damaged" in run("queue", data=where).err


def test_doctor_knows_how_much_room_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = desk(tmp_path)
    assert run("doctor", "--json", data=where).json["store"]["free"] > 0
    monkeypatch.setattr(doctor, "_LITTLE_ROOM", 1 << 62)
    told = run("doctor", data=where)
    assert (told.code, "Free some space" in told.out) == (1, True)


def test_doctor_names_the_mail_server_and_never_the_password(tmp_path: Path) -> None:
    path = tmp_path / "mail.toml"
    path.write_text(
        'host = "mail.example.com"\nfrom_address = "desk@example.com"\nusername = "d"\n'
        'password = "s3cret"\n[sms]\nurl = "https://sms.example.com/x"\ntoken = "t0ken"\n'
    )
    path.chmod(0o644)
    for words in ((), ("--json",)):
        told = run("doctor", *words, data=tmp_path)
        assert told.code == 0
        assert "mail.example.com:587" in told.out
        assert "sms.example.com" in told.out
        assert "0644" in told.out
        assert "s3cret" not in told.out
        assert "t0ken" not in told.out
    path.write_text('host = "mail.example.com"\npasword = "s3cret"\n')
    told = run("doctor", data=tmp_path)
    assert told.code == 1
    assert "mail.toml, line 2: pasword:" in told.out
    assert "s3cret" not in told.out


def test_a_plain_store_is_said_to_be_plain(tmp_path: Path) -> None:
    where = tmp_path / "plain"
    made = run(
        "init", "--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--plain",
        "--json", data=where,
    )  # fmt: skip
    assert made.code == 0
    assert made.json["encrypted"] is False
    assert "not encrypted" in made.err
    assert not (where / "store.key").exists()
    assert (where / "store.db").read_bytes()[:15] == b"SQLite format 3"
    found = run("doctor", "--json", data=where).json
    assert found["store"]["encrypted"] is False
    assert found["notes"]
    assert run("queue", "--json", data=where).json == []


def test_init_answers_and_never_overwrites(tmp_path: Path) -> None:
    where = tmp_path / "new" / "desk"
    flags = ["--name", "王小明", "--desk", "零售", "--tz", "Asia/Shanghai", "--lang", "zh"]
    made = run("init", *flags, "--sample", "--json", data=where)
    assert made.code == 0
    assert made.json["cases"] == 61
    assert made.json["lang"] == "zh"
    assert made.json["person"] == "王小明"
    before = (where / "store.db").read_bytes()
    again = run("init", *flags, data=where)
    assert again.code == 2
    assert (where / "store.db").read_bytes() == before


def test_init_says_how_this_desk_is_opened_from_a_shell(tmp_path: Path) -> None:
    where = tmp_path / "our desk"
    made = run("init", "--name", "Li Wei", "--desk", "Retail", "--tz", "UTC", data=where)
    command = made.out.partition("Open it: ")[2].strip()
    assert shlex.split(command) == ["agentdesk", "--data-dir", str(where)]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--name", "x", "--desk", "y", "--tz", "Mars/Base"], "Mars/Base"),
        (["--name", " ", "--desk", "y", "--tz", "UTC"], ""),
        (["--name", "\x1b[2J", "--desk", "\x07", "--tz", "UTC"], ""),
    ],
)
def test_init_with_nonsense_makes_nothing_half(tmp_path: Path, flags: list[str], said: str) -> None:
    where = tmp_path / "new"
    told = run("init", *flags, data=where)
    assert "Traceback" not in told.err
    assert "\x1b" not in told.err + told.out
    assert said in told.err
    if told.code:
        assert not (where / "store.db").exists()


def test_verify_proves_a_desk_and_finds_what_was_changed_behind_its_back(tmp_path: Path) -> None:
    where = tmp_path / "plain"
    run("init", "--name", "Li Wei", "--desk", "R", "--tz", "UTC", "--plain", "--sample", data=where)
    clean = run("db", "verify", "--json", data=where)
    assert clean.code == 0
    assert clean.json["cases"] == 61
    head = clean.json["head"]
    assert run("db", "verify", "--head", head, data=where).code == 0
    with sqlite3.connect(where / "store.db") as raw:
        raw.execute("UPDATE cases SET priority = 'P1' WHERE id = 1003")
    raw.close()
    found = run("db", "verify", "--json", data=where)
    assert found.code == 1
    assert [one["code"] for one in found.json["findings"]] == ["case_row"]
    told = run("db", "verify", data=where)
    assert told.code == 1
    assert "C-1003" in told.out
    rebuilt = run("db", "rebuild", "--json", data=where)
    assert (rebuilt.code, rebuilt.json) == (0, {"cases": 61})
    assert run("db", "verify", "--head", head, data=where).code == 0


def test_a_head_that_is_none(tmp_path: Path) -> None:
    where = desk(tmp_path)
    told = run("db", "verify", "--head", "12:abc", data=where)
    assert told.code == 2
    other = run("db", "verify", "--head", f"3:{'0' * 64}", data=where)
    assert other.code == 1


def test_upgrade_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    where = desk(tmp_path)
    found = run("db", "upgrade", "--json", data=where)
    assert found.code == 0
    assert found.json == {"before": schema.HEAD, "after": schema.HEAD, "changed": False}


def test_upgrade_refuses_what_a_newer_program_wrote(tmp_path: Path) -> None:
    where = tmp_path / "plain"
    run("init", "--name", "Li Wei", "--desk", "R", "--tz", "UTC", "--plain", data=where)
    with sqlite3.connect(where / "store.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    for words in (["db", "upgrade"], ["queue"], ["db", "verify"]):
        told = run(*words, data=where)
        assert told.code == 2
        assert "9999" in told.err
    assert run("doctor", data=where).code == 1


@pytest.mark.parametrize("words", [["queue"], ["db", "verify"], ["take", "--json"]])
@pytest.mark.parametrize("harm", ["no_store", "no_key", "other_key", "garbage", "no_audit", "cut"])
def test_a_store_in_trouble_is_a_sentence_in_both_languages(
    tmp_path: Path, harm: str, words: list[str]
) -> None:
    where = desk(tmp_path)
    store = where / "store.db"
    if harm == "no_store":
        store.unlink()
    elif harm == "no_key":
        (where / "store.key").unlink()
    elif harm == "other_key":
        other = tmp_path / "other"
        run("init", "--name", "x", "--desk", "y", "--tz", "UTC", data=other)
        shutil.copy(other / "store.key", where / "store.key")
    elif harm == "garbage":
        store.write_bytes(b"\x00" * 8192)
    elif harm == "no_audit":
        (where / "audit.key").unlink()
    else:
        store.write_bytes(store.read_bytes()[:5000])
    before = store.read_bytes() if store.exists() else b""
    for lang in ("en", "zh"):
        told = run("--lang", lang, *words, data=where)
        assert told.code == 2
        assert told.out == ""
        assert "Traceback" not in told.err
        assert "trouble." not in told.err
        assert len(told.err) > 40
    assert (store.read_bytes() if store.exists() else b"") == before
