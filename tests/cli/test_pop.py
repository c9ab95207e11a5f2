"""Screen pop: what a softphone says reaches the running desk, and nobody else."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest

from agentdesk.channels import pop
from agentdesk.channels.pop import Answer, Call
from tests.support.cli import run

pytestmark = pytest.mark.skipif(not pop.supported(), reason="no Unix sockets here")


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of sockets of our own."""
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def li_wei(heard: list[Call]) -> pop.Take:
    def take(call: Call, person: str) -> Answer:
        if person not in ("", "li.wei"):
            return Answer("other_person", "li.wei")
        heard.append(call)
        return Answer("opened", "li.wei")

    return take


async def rung(*words: str, data: Path) -> tuple[int, str]:
    done = await asyncio.to_thread(run, "pop", *words, data=data)
    return done.code, done.out + done.err


async def test_a_call_reaches_the_running_desk(tmp_path: Path, runtime: Path) -> None:
    heard: list[Call] = []
    line = await pop.listen(tmp_path, li_wei(heard))
    assert line is not None
    code, said = await rung("--phone", "+86 138 1234 5678", "--name", "陈\x1b[2J洁", data=tmp_path)
    assert (code, "li.wei" in said) == (0, True)
    code, said = await rung("--phone", "1", "--as", "zhao.min", data=tmp_path)
    assert code == 1
    assert "not for this person" in said
    code, said = await rung("--phone", "13912345678", "--json", data=tmp_path)
    assert (code, '"outcome": "opened"' in said) == (0, True)
    await line.aclose()
    code, said = await rung("--phone", "13912345678", "--json", data=tmp_path)
    assert (code, '"outcome": "no_desk"' in said) == (1, True)
    assert heard == [Call("+86 138 1234 5678", "陈\ufffd[2J洁"), Call("13912345678")]


async def test_a_desk_of_another_folder_hears_nothing(tmp_path: Path, runtime: Path) -> None:
    heard: list[Call] = []
    line = await pop.listen(tmp_path / "one", li_wei(heard))
    assert line is not None
    assert (await rung("--phone", "138", data=tmp_path / "other"))[0] == 1
    await line.aclose()
    assert heard == []


async def test_what_is_no_message_is_passed_over(tmp_path: Path, runtime: Path) -> None:
    heard: list[Call] = []
    line = await pop.listen(tmp_path, li_wei(heard))
    assert line is not None
    (path,) = pop.folder_of(tmp_path).glob("*.sock")
    for said in (b"", b"\xff\xfe\n", b"[]\n", b"{\n", b"x" * 10_000, b'{"phone": null}'):
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(said)
        writer.write_eof()
        await reader.read()
        writer.close()
        await writer.wait_closed()
    assert [call for call in heard if call.phone] == []
    assert (await rung("--phone", "138", data=tmp_path))[0] == 0
    await line.aclose()


async def test_a_desk_that_was_killed_is_passed_over(tmp_path: Path, runtime: Path) -> None:
    heard: list[Call] = []
    line = await pop.listen(tmp_path, li_wei(heard))
    assert line is not None
    dead = pop.folder_of(tmp_path) / "1.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
        wire.bind(str(dead))  # bound and gone: what a killed desk leaves behind
    os.utime(dead, (2**33, 2**33))  # it is the newest
    assert (await rung("--phone", "138", data=tmp_path))[0] == 0
    assert not dead.exists()
    await line.aclose()


async def test_a_folder_others_may_enter_is_not_used(tmp_path: Path, runtime: Path) -> None:
    line = await pop.listen(tmp_path, li_wei([]))
    assert line is not None
    await line.aclose()
    pop.folder_of(tmp_path).chmod(0o755)
    code, said = await rung("--phone", "138", data=tmp_path)
    assert (code, "others may enter" in said) == (2, True)
    assert await pop.listen(tmp_path, li_wei([])) is None


@pytest.mark.parametrize("number", ["", "   ", "..", "？"])
async def test_what_is_no_number_is_refused(tmp_path: Path, number: str, runtime: Path) -> None:
    code, said = await rung(f"--phone={number}", data=tmp_path)
    assert (code, "no phone number" in said) == (2, True)
