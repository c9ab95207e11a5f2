"""Nothing of a customer gets out: not by a crash of the open desk or a command, not on the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.doors import Pty, bring_in, command, desk
from tests.support import ROOT
from tests.support.terminal import Terminal

NAME, PHONE, MAIL = "Wilhelmina Katzenbach", "13987654321", "wilhelmina@katzenbach.example"
CARD, STORY = "4556737586899855", "they threatened to close the bakery"
TYPED = "told her that her brother may not know"
SECRETS = (NAME, "Katzenbach", PHONE, MAIL, CARD, STORY, "bakery", TYPED)


def with_customer(folder: Path) -> Path:
    """A desk with one complaint."""
    where = desk(folder, "empty")
    text = f"{NAME} here. My card {CARD}: {STORY}. Ring {PHONE} or write to {MAIL}."
    row = ["1", "Card charged twice", text, NAME, PHONE, MAIL, "card"]
    done = bring_in(where, folder, [row])
    assert done.code == 0, done.err
    return where


def silent(*told: str | bytes) -> bool:
    """Whether none of it says anything of the customer; also not in the way a terminal wraps."""
    words = [one if isinstance(one, str) else one.decode("utf-8", "replace") for one in told]
    squeezed = ["".join(one.split()) for one in words]
    return not any("".join(secret.split()) in one for one in squeezed for secret in SECRETS)


BROKEN = """
import sys
from agentdesk.cli import main
from agentdesk.desk.house import Desk

async def broken(self, *args, **more):
    customer, card, story = {secrets!r}
    raise KeyError(f"no entry for {{customer}}, {{card}}: {{story}}")

Desk.{method} = broken
sys.exit(main())
"""


def broken(method: str) -> list[str]:
    """The program with a fault in it that has a customer's data in its hands."""
    return ["-c", BROKEN.format(secrets=(NAME, CARD, STORY), method=method)]


def test_a_crash_of_the_open_desk_tells_nothing_of_a_customer(tmp_path: Path) -> None:
    where = with_customer(tmp_path)
    with Terminal(["--data-dir", str(where)], program=broken("note"), cwd=ROOT) as pty:
        pty.until("C-1001")
        pty.press("n").until("Li Wei (you)")
        pty.press("o").until("who may read")
        pty.type(TYPED).until(TYPED)
        shown = len(pty.raw)
        pty.press("ctrl+s")
        assert pty.exit_status() == 1
        after = bytes(pty.raw[shown:])
    after = after[after.rindex(b"\x1b[?1049l") :]
    assert b"errors.log" in b"".join(after.split())
    assert b"Traceback" not in after
    log = (where / "errors.log").read_bytes()
    assert b"KeyError" in log
    assert silent(after, log)
    assert nothing_lies_open(where)


def test_a_command_that_fails_tells_nothing_of_a_customer(tmp_path: Path) -> None:
    where = with_customer(tmp_path)
    done = subprocess.run(
        [sys.executable, *broken("case"), "show", "1001", "--data-dir", str(where)],
        capture_output=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"KeyError" in done.stderr
    assert b"KeyError" in (where / "errors.log").read_bytes()
    assert silent(done.stdout, done.stderr)
    assert nothing_lies_open(where)


def test_a_row_that_is_refused_is_told_without_its_words(tmp_path: Path) -> None:
    where = desk(tmp_path, "empty")
    row = ["1", "Card charged twice", STORY, NAME, PHONE, MAIL, "no such category"]
    told = bring_in(where, tmp_path, [row])
    assert silent(told.err, told.out)


def test_nothing_of_a_customer_lies_open_in_the_folder(tmp_path: Path) -> None:
    """While the desk is open (its journal, a form with words in it), killed, and closed."""
    where = with_customer(tmp_path)
    with Pty(where) as pty:
        pty.until("C-1001")
        pty.press("n").until("Li Wei (you)")
        pty.press("o").until("who may read")
        pty.type(TYPED).until(TYPED)
        pty.press("ctrl+s").gone("who may read")
        pty.press("o").until("who may read")
        pty.type(TYPED).until(TYPED)
        assert (where / "store.db-wal").stat().st_size
        assert nothing_lies_open(where)
        pty.kill()
        pty.exit_status()
    assert nothing_lies_open(where)
    assert command("show", "1001", "--data-dir", where).code == 0
    assert nothing_lies_open(where)


def nothing_lies_open(where: Path) -> bool:
    """Whether no file of the desk holds a word of the customer, in the encodings of stores."""
    found = [
        (path.name, secret)
        for path in where.rglob("*")
        if path.is_file()
        for secret in SECRETS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        if secret.encode(encoding) in path.read_bytes()
    ]
    assert not found
    return True
