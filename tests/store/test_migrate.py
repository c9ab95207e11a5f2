"""Schema upgrades: whole or not at all, one at a time, never behind anybody's back."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from agentdesk.store import log, migrate, opening, schema
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import Opener
from agentdesk.store.verify import verify
from tests.support import processes
from tests.support.stores import CLOCK, SOURCE, open_store, some_cases

NEXT = """
from alembic import op
revision, down_revision = "{next}", "{head}"

def upgrade():
    op.execute("CREATE TABLE more (x INTEGER NOT NULL) STRICT")
    op.execute("INSERT INTO more (x) VALUES (1)")
    {then}
"""


HEAD = schema.HEAD
AFTER = f"{int(HEAD) + 1:04}"


@pytest.fixture
async def desk(tmp_path: Path) -> Path:
    async with open_store(tmp_path / "desk") as store:
        await store.write(some_cases(3))
    return tmp_path / "desk"


@pytest.fixture
def scripts(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of the steps with one more; its folder has a percent sign and a blank."""

    def make(then: str = "") -> Path:
        folder = tmp_path / "50% more"
        shutil.copytree(migrate.SCRIPTS, folder)
        (folder / "versions" / f"{AFTER}_more.py").write_text(
            NEXT.format(then=then or "pass", next=AFTER, head=HEAD)
        )
        return folder

    return make


def opener_of(desk: Path) -> Opener:
    return opening.find(desk, False, None, CLOCK).opener


def shape(opener: Opener) -> dict[tuple[str, str], str]:
    """Every object of a store with its SQL, blanks aside."""
    raw = opener.connect()
    rows = raw.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL").fetchall()
    raw.close()
    return {(row[0], row[1]): " ".join(row[2].split()) for row in rows}


def test_the_steps_make_what_the_tables_say(tmp_path: Path) -> None:
    """Whoever changes `schema` writes a step for it."""
    stepped, declared = Opener(tmp_path / "a.db", None), Opener(tmp_path / "b.db", None)
    for opener in (stepped, declared):
        opener.create_file()
    migrate.upgrade_file(stepped)
    engine = create_engine(f"sqlite:///{declared.path}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        for statement in (schema.SEARCH, *schema.TRIGGERS):
            connection.execute(text(statement))
    engine.dispose()
    expected = shape(declared)
    made = shape(stepped)
    assert made.pop(("table", "alembic_version"))
    assert {name: " ".join(sql.split()) for name, sql in made.items()} == expected


def test_the_program_knows_every_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    script = ScriptDirectory.from_config(config)
    steps = [step.revision for step in script.walk_revisions()][::-1]
    assert tuple(steps) == schema.KNOWN
    assert script.get_current_head() == schema.HEAD == schema.KNOWN[-1]


def test_there_is_no_way_back() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    for step in ScriptDirectory.from_config(config).walk_revisions():
        with pytest.raises(NotImplementedError):
            step.module.downgrade()


async def upgraded(desk: Path, scripts: Path) -> tuple[str | None, str]:
    return await migrate.upgrade(desk, clock=CLOCK, source=SOURCE, scripts=scripts)


async def test_an_older_store_is_refused_until_it_is_upgraded(
    desk: Path, scripts: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "KNOWN", (HEAD, AFTER))
    monkeypatch.setattr(schema, "HEAD", AFTER)
    with pytest.raises(StoreTrouble) as refused:
        await Store.open(desk, clock=CLOCK)
    assert refused.value.code == "older"
    steps = scripts()
    assert await upgraded(desk, steps) == (HEAD, AFTER)
    assert await upgraded(desk, steps) == (AFTER, AFTER)
    async with open_store(desk, create=False) as store:
        last = (await store.read(lambda tx: log.events(tx, 0)))[-1]
        assert (last.kind, dict(last.body)) == ("desk_upgraded", {"from": HEAD, "to": AFTER})
        assert (await verify(store)).clean


async def test_a_newer_store_is_refused_also_by_an_upgrade(desk: Path) -> None:
    raw = opener_of(desk).connect()
    raw.execute("UPDATE alembic_version SET version_num = '0099'")
    raw.close()
    for attempt in (Store.open(desk, clock=CLOCK), upgraded(desk, migrate.SCRIPTS)):
        with pytest.raises(StoreTrouble) as refused:
            await attempt
        assert refused.value.code == "newer"
        assert refused.value.params["found"] == "0099"


@pytest.mark.parametrize(
    ("then", "code"),
    [
        ("raise ZeroDivisionError", "upgrade_failed"),
        ("op.execute('INSERT INTO more (x) VALUES (NULL)')", "conflict"),
        ("op.execute('INSERT INTO nowhere VALUES (1)')", "store"),
    ],
)
async def test_an_upgrade_that_fails_half_way_leaves_nothing(
    desk: Path, scripts: Callable[..., Path], then: str, code: str
) -> None:
    before = shape(opener_of(desk))
    with pytest.raises(StoreTrouble) as refused:
        await upgraded(desk, scripts(then))
    assert refused.value.code == code
    assert shape(opener_of(desk)) == before
    async with open_store(desk, create=False) as store:
        assert (await verify(store)).clean


def upgrade_and_die(link: processes.Link, desk: Path, scripts: Path) -> None:
    migrate.upgrade_file(opener_of(desk), scripts=scripts)
    link.ack("survived")


def upgrade(link: processes.Link, desk: Path, scripts: Path) -> None:
    link.ack(str(migrate.upgrade_file(opener_of(desk), scripts=scripts)))


async def test_an_upgrade_that_is_killed_leaves_nothing(
    desk: Path, scripts: Callable[..., Path]
) -> None:
    before = shape(opener_of(desk))
    kill = f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"
    worker = processes.start(upgrade_and_die, "w", desk, scripts(kill))
    await asyncio.to_thread(worker.drain)
    assert (worker.acked, worker.process.exitcode) == ([], -signal.SIGKILL)
    assert shape(opener_of(desk)) == before


async def test_of_two_upgrades_at_once_one_works_and_one_finds_it_done(
    desk: Path, scripts: Callable[..., Path]
) -> None:
    outcome = await asyncio.to_thread(processes.run, upgrade, desk, scripts(), workers=3)
    assert outcome.errors == []
    assert sorted(outcome.acked) == [str((schema.KNOWN[-1], AFTER)), *[str((AFTER, AFTER))] * 2]
    raw = opener_of(desk).connect()
    assert [row[0] for row in raw.execute("SELECT x FROM more").fetchall()] == [1]
    raw.close()
