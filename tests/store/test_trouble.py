"""Bad surroundings: each has its own code, a sentence in both languages, and nothing is lost."""

from __future__ import annotations

import ast
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from agentdesk import i18n
from agentdesk.store import factory, keys, opening
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.tx import Tx
from agentdesk.store.verify import verify
from tests.support.accounts import NOBODY, as_ordinary_account, is_root, open_folder
from tests.support.stores import CLOCK, open_store, receive, some_cases

STORE = Path(opening.__file__).parent


@pytest.fixture(autouse=True)
def _language_again() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


async def open_and_write(folder: Path, **how: Any) -> None:
    store = await Store.open(folder, clock=CLOCK, **how)
    try:
        await store.write(receive)
    finally:
        await store.aclose()


async def trouble_of(folder: Path, **how: Any) -> StoreTrouble:
    """The trouble that opening (or writing to) a store meets; its sentences are complete."""
    with pytest.raises(StoreTrouble) as met:
        await open_and_write(folder, **how)
    for lang in i18n.LANGUAGES:
        i18n.set_language(lang)
        sentence = i18n.t(f"trouble.{met.value.code}", **met.value.params)
        assert "{" not in sentence
    return met.value


@pytest.fixture
async def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    async with open_store(folder) as store:
        await store.write(some_cases(20))
    return folder


async def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        async with open_store(tmp_path / "a" / "desk") as store:
            await store.write(receive)
            modes = {p.name: p.stat().st_mode & 0o777 for p in store.path.parent.iterdir()}
    finally:
        os.umask(before)
    assert set(modes) == {"store.db", "store.db-wal", "store.db-shm", "store.key", "audit.key"}
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "a" / "desk").stat().st_mode & 0o777 == 0o700


async def test_nothing_a_customer_said_is_readable_on_disk(tmp_path: Path) -> None:
    async with open_store(tmp_path / "desk") as store:
        await store.write(lambda tx: receive(tx, "unmistakable words", name="Ada Lovelace"))
        for part in store.path.parent.iterdir():
            assert b"unmistakable" not in part.read_bytes()
            assert b"Lovelace" not in part.read_bytes()


async def test_missing_store_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    assert (await trouble_of(tmp_path / "nowhere")).code == "missing"
    assert (await trouble_of(tmp_path)).code == "missing"
    assert names(tmp_path) == set()


async def test_a_second_store_is_not_made_over_the_first(desk: Path) -> None:
    before = (desk / "store.db").read_bytes()
    assert (await trouble_of(desk, create=True)).code == "exists"
    assert (desk / "store.db").read_bytes() == before


async def test_of_two_that_make_a_store_at_once_one_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other comes in just before the new file would be moved into place."""
    real = opening._move_into_place
    inside: list[bytes] = []

    def late(fresh: Path, path: Path) -> None:
        if not inside:
            inside.append(b"")
            opening.create(path.parent, False, None, CLOCK)
            inside[0] = path.read_bytes()
        real(fresh, path)

    monkeypatch.setattr(opening, "_move_into_place", late)
    assert (await trouble_of(tmp_path, create=True)).code == "exists"
    assert (tmp_path / "store.db").read_bytes() == inside[0]
    assert names(tmp_path) == {"store.db", "store.key", "audit.key"}
    async with open_store(tmp_path, create=False) as store:
        await store.write(lambda tx: None)


async def test_keys_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    keys.write(tmp_path / keys.STORE_KEY, key := keys.new())
    async with open_store(tmp_path) as store:
        assert store.place.opener.key == key
    with pytest.raises(StoreTrouble) as refused:
        keys.write(tmp_path / keys.STORE_KEY, keys.new())
    assert refused.value.code == "key_exists"


@pytest.mark.parametrize(
    ("file", "code"), [(keys.STORE_KEY, "key_missing"), (keys.AUDIT_KEY, "audit_missing")]
)
async def test_missing_keys(desk: Path, file: str, code: str) -> None:
    kept = (desk / file).rename(desk / "elsewhere")
    assert (await trouble_of(desk)).code == code
    kept.rename(desk / file)
    assert await cases_of(desk) == 20


@pytest.mark.parametrize(
    ("file", "code"), [(keys.STORE_KEY, "key_wrong"), (keys.AUDIT_KEY, "audit_wrong")]
)
async def test_keys_of_another_desk(desk: Path, file: str, code: str) -> None:
    (desk / file).unlink()
    keys.write(desk / file, keys.new())
    before = (desk / "store.db").read_bytes()
    assert (await trouble_of(desk)).code == code
    assert (desk / "store.db").read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "agentdesk key\n", "agentdesk key\nid 0\nkey 00\n", "key\nid x\nkey y\n", "\xff"]
)
@pytest.mark.parametrize(
    ("file", "code"), [(keys.STORE_KEY, "key_corrupt"), (keys.AUDIT_KEY, "audit_corrupt")]
)
async def test_damaged_keys(desk: Path, file: str, code: str, text: str) -> None:
    (desk / file).write_text(text, "latin-1")
    assert (await trouble_of(desk)).code == code


async def test_one_changed_digit_of_a_key_is_noticed(desk: Path) -> None:
    path = desk / keys.STORE_KEY
    text = path.read_text()
    path.write_text(text[:-3] + ("0" if text[-3] != "0" else "1") + text[-2:])
    assert (await trouble_of(desk)).code == "key_corrupt"


@pytest.mark.parametrize("mode", [0o644, 0o602, 0o660, 0o604, 0o620, 0o610])
@pytest.mark.parametrize("file", [keys.STORE_KEY, keys.AUDIT_KEY])
async def test_keys_that_others_may_read_or_change(desk: Path, file: str, mode: int) -> None:
    (desk / file).chmod(mode)
    met = await trouble_of(desk)
    assert met.code == "key_open"
    assert met.params["mode"] == f"{mode:04o}"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400, 0o440])
async def test_keys_for_oneself_or_a_group(desk: Path, mode: int) -> None:
    (desk / keys.STORE_KEY).chmod(mode)
    assert await cases_of(desk) == 20


def test_a_key_does_not_show_itself() -> None:
    key = keys.new()
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)


async def test_unreadable_key_and_store_and_folder() -> None:
    with open_folder() as folder:
        async with open_store(folder):
            pass
        files = [folder / name for name in ("store.db", keys.STORE_KEY, keys.AUDIT_KEY)]
        for path, mode, code in (
            (folder / keys.STORE_KEY, 0o000, "key_unreadable"),
            (folder / "store.db", 0o000, "no_access"),
            (folder / "store.db", 0o400, "read_only"),
            (folder, 0o500, "read_only"),
            (folder, 0o000, "no_access"),
        ):
            before = path.stat().st_mode & 0o777
            with as_ordinary_account(folder, *files):
                path.chmod(mode)
                try:
                    assert (await trouble_of(folder)).code == code, (path.name, mode)
                finally:
                    path.chmod(before)
        with as_ordinary_account(folder, *files):
            assert await cases_of(folder) == 0


async def test_accounts_of_one_group_share_a_desk() -> None:
    """Folder 2770, store 0660, keys 0640: journals take after the store by themselves."""
    if not is_root():
        pytest.skip("other accounts can only be tried by root")
    group = 54321
    with open_folder() as folder:
        async with open_store(folder):
            pass
        for path, mode in (
            (folder / "store.db", 0o660),
            (folder / keys.STORE_KEY, 0o640),
            (folder / keys.AUDIT_KEY, 0o640),
            (folder, 0o2770),
        ):
            os.chown(path, 0, group)
            path.chmod(mode)
        for account in (NOBODY, NOBODY - 1):
            with as_ordinary_account(account=account, group=group):
                async with open_store(folder, create=False) as store:
                    await store.write(receive)
        with as_ordinary_account(account=NOBODY, group=group + 1):
            assert (await trouble_of(folder)).code == "no_access"
        assert await cases_of(folder) == 2


async def test_keys_may_stand_in_another_folder(tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    store = await Store.open(tmp_path / "desk", clock=CLOCK, create=True, keys_folder=safe)
    await store.aclose()
    assert names(safe) == {keys.STORE_KEY, keys.AUDIT_KEY}
    assert names(tmp_path / "desk") == {"store.db"}
    assert (await trouble_of(tmp_path / "desk")).code == "key_missing"
    store = await Store.open(tmp_path / "desk", clock=CLOCK, keys_folder=safe)
    await store.aclose()


async def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert (await trouble_of(tmp_path / "file")).code == "not_a_folder"
    assert (await trouble_of(tmp_path / "file", create=True)).code in ("not_a_folder", "io")


@contextmanager
def damaged(desk: Path, *, at: int, data: bytes) -> Iterator[None]:
    path = desk / "store.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + data + whole[at + len(data) :])
    yield
    path.write_bytes(whole)


async def test_a_damaged_store_is_told_from_a_wrong_key(desk: Path) -> None:
    with damaged(desk, at=16, data=bytes(64)):
        assert (await trouble_of(desk)).code == "corrupt"
    with damaged(desk, at=0, data=bytes(4096)):  # overwritten from its first byte
        assert (await trouble_of(desk)).code == "corrupt"
    path = desk / "store.db"
    path.write_bytes(path.read_bytes()[:5000])
    assert (await trouble_of(desk)).code == "corrupt"
    path.write_bytes(b"")
    assert (await trouble_of(desk)).code == "corrupt"


async def findings(desk: Path) -> set[str]:
    """Codes of what verify finds, or of the trouble that hinders it."""
    try:
        async with open_store(desk, create=False) as store:
            return {finding.code for finding in (await verify(store)).findings}
    except StoreTrouble as met:
        return {met.code}


async def test_one_flipped_bit_anywhere_is_found(desk: Path) -> None:
    """Also in a page that no ordinary work reads: its structure looks fine, its HMAC does not."""
    path = desk / "store.db"
    whole = path.read_bytes()
    quiet = 0
    for page in range(1, len(whole) // 4096, 5):
        broken = bytearray(whole)
        broken[page * 4096 + 2000] ^= 1
        path.write_bytes(broken)
        found = await findings(desk)
        assert found & {"file", "corrupt"}, page
        quiet += "file" in found
    assert quiet
    path.write_bytes(whole)
    assert await cases_of(desk) == 20


async def test_a_plain_store_under_a_key_is_not_opened(desk: Path, tmp_path: Path) -> None:
    async with open_store(tmp_path / "plain", plain=True):
        pass
    shutil.copy(tmp_path / "plain" / "store.db", desk / "store.db")
    assert (await trouble_of(desk)).code == "not_encrypted"


async def test_an_encrypted_store_is_never_opened_in_plain(desk: Path) -> None:
    assert (await trouble_of(desk, plain=True)).code == "encrypted"
    assert await cases_of(desk) == 20


async def test_a_plain_store_says_that_it_is_plain(tmp_path: Path) -> None:
    async with open_store(tmp_path, plain=True) as store:
        assert not store.encrypted
        assert not (tmp_path / keys.STORE_KEY).exists()
    store = await Store.open(tmp_path, clock=CLOCK)  # once made it need not be asked for again
    assert not store.encrypted
    await store.aclose()


async def test_without_sqlcipher_an_encrypted_store_is_refused(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (desk / "store.db").read_bytes()
    monkeypatch.setattr(factory, "_cipher", None)
    assert (await trouble_of(desk)).code == "no_cipher"
    assert (desk / "store.db").read_bytes() == before
    async with open_store(tmp_path / "new") as store:  # a new one is plain then, and says so
        assert not store.encrypted


async def test_plain_journal_by_sqlite_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version, journal in (((3, 40, 1), "delete truncate"), ((3, 51, 3), "wal")):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        async with open_store(tmp_path / journal[:3], plain=True) as store, store.aside() as aside:
            await store.write(receive)
            told = await aside.raw(lambda raw: raw.execute("PRAGMA journal_mode").fetchone()[0])
            assert told in journal.split()
            assert told != "delete"


async def test_every_connection_is_set_up_the_same(desk: Path) -> None:
    opener = opening.find(desk, False, None, CLOCK).opener
    for read_only in (False, True):
        raw = opener.connect(read_only=read_only)
        told = {
            name: raw.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
        assert told == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0
        }  # fmt: skip
        assert raw.execute("PRAGMA query_only").fetchone()[0] == int(read_only)
        raw.close()


async def test_another_programs_database_is_no_desk(tmp_path: Path) -> None:
    async with open_store(tmp_path, plain=True):
        pass
    (tmp_path / "store.db").unlink()
    raw = sqlite3.connect(tmp_path / "store.db")
    raw.execute("CREATE TABLE shopping (item TEXT)")
    raw.close()
    assert (await trouble_of(tmp_path)).code == "not_a_desk"


async def test_no_room_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """A size limit stands for a quota: writes fail, then succeed once there is room."""
    async with open_store(tmp_path) as store:
        confirmed: list[int] = []
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
        try:
            with pytest.raises(StoreTrouble) as met:
                await until_it_fails(store, confirmed)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        assert met.value.code == "full"
        assert confirmed
        confirmed.append(await store.write(big_case))
        assert (report := await verify(store)).clean, report.findings
        assert report.cases == len(confirmed)


async def until_it_fails(store: Store, confirmed: list[int]) -> None:
    for _ in range(2000):
        confirmed.append(await store.write(big_case))


def big_case(tx: Tx) -> int:
    return receive(tx, "words " * 2000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "agentdesk", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be made by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def enlarge(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=32m", str(place)], check=True)


async def test_a_full_disk_loses_nothing_that_was_confirmed(small_disk: Path) -> None:
    confirmed: list[int] = []
    async with open_store(small_disk / "desk") as store:
        with pytest.raises(StoreTrouble) as met:
            await until_it_fails(store, confirmed)
        assert met.value.code == "full"
    enlarge(small_disk)
    async with open_store(small_disk / "desk", create=False) as store:
        confirmed.append(await store.write(big_case))
        assert (report := await verify(store)).clean, report.findings
        assert report.cases == len(confirmed)


async def test_no_store_is_half_made_on_a_full_disk(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(2_060_000))
    assert (await trouble_of(small_disk / "desk", create=True)).code == "full"
    assert "store.db" not in names(small_disk / "desk")
    (small_disk / "ballast").unlink()
    async with open_store(small_disk / "desk") as store:
        await store.write(receive)


def test_a_program_that_forgets_to_close_ends(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path\n"
        "from agentdesk.store.engine import Store\n"
        "from agentdesk.desk.clock import SystemClock\n"
        "async def main():\n"
        "    s = await Store.open(Path(sys.argv[1]), create=True, clock=SystemClock())\n"
        "    s.changes()\n"
        "    print('open', flush=True)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "desk")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "open\n")


def test_sqlcipher_writes_nothing_on_the_terminal(tmp_path: Path) -> None:
    """A wrong key makes it complain on stderr, where Textual draws."""
    code = (
        "import asyncio, sys; from pathlib import Path\n"
        "from agentdesk.store.engine import Store\n"
        "from agentdesk.store import keys\n"
        "from agentdesk.desk.clock import SystemClock\n"
        "async def main():\n"
        "    p = Path(sys.argv[1])\n"
        "    await (await Store.open(p, create=True, clock=SystemClock())).aclose()\n"
        "    (p / 'store.key').unlink(); keys.write(p / 'store.key', keys.new())\n"
        "    try: await Store.open(p, clock=SystemClock())\n"
        "    except Exception as e: print(e.code)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "desk")], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("key_wrong\n", "")


def test_every_code_that_is_raised_has_its_sentence() -> None:
    """Codes are found in the source, so that a new one cannot be forgotten."""
    raised: set[str] = set(re.findall(r'"(\w+)"', ast.unparse(table_of_codes())))
    for file in STORE.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if isinstance(first := call.args[0], ast.Constant):
                if name == "StoreTrouble":
                    raised.add(str(first.value))
                elif method == "found":
                    raised.add(f"found.{first.value}")
    assert len(raised) > 30
    for lang in i18n.LANGUAGES:
        i18n.set_language(lang)
        assert [code for code in sorted(raised) if not i18n.known(f"trouble.{code}")] == []


def table_of_codes() -> ast.AST:
    tree = ast.parse((STORE / "errors.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_CODES":
            return node
    raise AssertionError("errors._CODES")


def names(folder: Path) -> set[str]:
    return {part.name for part in folder.iterdir()}


async def cases_of(desk: Path) -> int:
    async with open_store(desk, create=False) as store:
        report = await verify(store)
        assert report.clean, report.findings
        return report.cases
