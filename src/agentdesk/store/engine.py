"""The store: one writer, one reader, units of work that hop into their thread once.

``await store.write(work)`` takes the write lock at the start of the unit (BEGIN IMMEDIATE) and
holds it across no await: the whole of ``work(tx)``, a plain function, runs inside the connection's
own thread. A cancelled caller never interrupts a unit half-way: it is carried out whole or, if it
had not begun, not at all; an operation id tells which (see `ops`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from agentdesk.domain.values import Clock
from agentdesk.store import errors, opening
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import RawConnection, retry
from agentdesk.store.feed import Changes, Feed
from agentdesk.store.hop import Hop
from agentdesk.store.line import in_line
from agentdesk.store.opening import Facts, Location
from agentdesk.store.tx import Tx

_T = TypeVar("_T")

CLOSING_SECONDS = 1.0
"""How long units still queued may wait for the lock once the store is being closed."""


class _Job:
    """A unit on its way; ``dropped`` once nobody waits for it any more."""

    __slots__ = ("dropped",)

    def __init__(self) -> None:
        self.dropped = False


class Store:
    """An open store. Made by `Store.open`; every call may raise StoreTrouble."""

    def __init__(
        self, place: Location, facts: Facts, clock: Clock, writer: Hop, reader: Hop
    ) -> None:
        self.place = place
        self.facts = facts
        self.clock = clock
        self._writer = writer
        self._reader = reader
        self._schema = facts.schema_version
        self._feed: Feed | None = None
        self._closing: asyncio.Future[None] | None = None
        self._last_call: float | None = None

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        clock: Clock,
        create: bool = False,
        plain: bool = False,
        keys_folder: Path | None = None,
    ) -> Store:
        """Open the store in a folder; ``create`` makes a new one (``exists`` if there is one).

        An encrypted store needs its key file; a new one is encrypted unless ``plain`` asks
        otherwise or this machine has no SQLCipher: `encrypted` says which. Raises StoreTrouble:
        ``missing``, ``older`` (say ``db upgrade``), ``newer``, ``key_*``, ``audit_*``,
        ``corrupt``, ``not_encrypted``, ``encrypted``, ``no_cipher``, ``read_only``, …
        """
        opened = asyncio.ensure_future(cls._open(folder, clock, create, plain, keys_folder))
        try:
            return await asyncio.shield(opened)
        except asyncio.CancelledError:
            opened.add_done_callback(_close_unwanted)
            raise

    @classmethod
    async def _open(
        cls, folder: Path, clock: Clock, create: bool, plain: bool, keys_folder: Path | None
    ) -> Store:
        place = await asyncio.to_thread(
            opening.create if create else opening.find, folder, plain, keys_folder, clock
        )
        facts: list[Facts] = []

        def connect() -> RawConnection:
            raw = place.opener.connect()
            try:
                facts.append(opening.check(raw, place))
            except BaseException:
                raw.close()
                raise
            return raw

        writer = await Hop.start(connect, "writer")
        try:
            reader = await Hop.start(lambda: place.opener.connect(read_only=True), "reader")
        except BaseException:
            await writer.close()
            raise
        return cls(place, facts[0], clock, writer, reader)

    # --- what it is

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.place.opener.path

    @property
    def encrypted(self) -> bool:
        """Whether the file is encrypted: a desk on a plain store says so."""
        return self.place.opener.key is not None

    @property
    def sqlite_version(self) -> str:
        """The version of SQLite at work."""
        return self.place.opener.version

    @property
    def uid(self) -> str:
        """The desk's own id: stands in its store and in its exports."""
        return self.facts.uid

    # --- units of work

    async def write(self, work: Callable[[Tx], _T]) -> _T:
        """Run ``work`` under the write lock and commit. Whatever it raises rolls all of it back.

        Raises StoreTrouble ``busy`` when another desk held the lock for 15 s.
        """
        job = _Job()
        try:
            return await self._hop(self._writer, lambda raw: self._write(raw, work, job))
        except asyncio.CancelledError:
            job.dropped = True
            raise

    async def read(self, work: Callable[[Tx], _T]) -> _T:
        """Run ``work`` on one consistent snapshot; it cannot write. It may run more than once
        (when a writer stood in the way), so it does nothing but read."""
        return await self._hop(self._reader, lambda raw: self._read(raw, work))

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[Aside]:
        """A reader of one's own, for long work that must not keep the desk's reader busy."""
        hop = await Hop.start(lambda: self.place.opener.connect(read_only=True), "aside")
        try:
            yield Aside(self, hop)
        finally:
            await hop.close()

    def changes(self) -> Changes:
        """What any desk commits from now on: sets of case ids, empty where something else
        changed or too much to name. Iterate with ``async for``; ends when the store closes."""
        if self._feed is None:
            self._feed = Feed(self.place.opener, self.facts.head, self.facts.schema_version)
        return self._feed.subscribe()

    async def aclose(self) -> None:
        """Finish what is queued and close. Safe to call twice."""
        if self._closing is None:
            self._last_call = time.monotonic() + CLOSING_SECONDS
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        if self._feed is not None:
            await asyncio.to_thread(self._feed.stop)
        try:
            await self._reader.close()
        finally:
            await self._writer.close()

    # --- inside

    async def _hop(self, hop: Hop, unit: Callable[[RawConnection], _T]) -> _T:
        if self._closing is not None:
            raise StoreTrouble("closed", path=str(self.path))
        return await hop.unit(unit)

    def _write(self, raw: RawConnection, work: Callable[[Tx], _T], job: _Job) -> _T:
        def give_up() -> bool:
            late = self._last_call is not None and time.monotonic() > self._last_call
            return job.dropped or late

        module = self.place.opener.module
        opening.still_there(self.place)
        try:
            if raw.in_transaction:  # a rollback that failed (disk): it is tried again
                raw.execute("ROLLBACK")
            with in_line(self.path.parent, give_up):
                if job.dropped:
                    raise StoreTrouble("interrupted", path=str(self.path), detail="")
                retry(lambda: raw.execute("BEGIN IMMEDIATE"), give_up=give_up)
                self._same_schema(raw)
                tx = self._tx(raw, writing=True)
                try:
                    result = work(tx)
                finally:
                    tx.end()
                # With the TRUNCATE journal a reader can still stand in the way of the commit.
                retry(lambda: raw.execute("COMMIT"))
        except BaseException as error:
            if raw.in_transaction:
                with suppress(module.Error):  # what went wrong first is what is told
                    raw.execute("ROLLBACK")
            if isinstance(error, module.Error):
                raise errors.translate(error, self.path) from error
            raise
        return result

    def _read(self, raw: RawConnection, work: Callable[[Tx], _T]) -> _T:
        def once() -> _T:
            raw.execute("BEGIN")
            tx = self._tx(raw, writing=False)
            try:
                return work(tx)
            finally:
                tx.end()
                if raw.in_transaction:
                    raw.execute("ROLLBACK")

        try:
            return retry(once)
        except self.place.opener.module.Error as error:
            raise errors.translate(error, self.path) from error

    def _tx(self, raw: RawConnection, *, writing: bool) -> Tx:
        return Tx(
            raw,
            self.place.opener.module,
            self.path,
            now=self.clock.now(),
            audit=self.place.audit,
            writing=writing,
        )

    def _same_schema(self, raw: RawConnection) -> None:
        """A desk that runs while another program upgrades the store must not write on."""
        present = raw.execute("PRAGMA schema_version").fetchone()[0]
        if present != self._schema:
            opening.check_revision(raw, self.path)
            self._schema = present


class Aside:
    """A second reader of an open store (see `Store.aside`)."""

    def __init__(self, store: Store, hop: Hop) -> None:
        self._store = store
        self._hop = hop

    async def read(self, work: Callable[[Tx], _T]) -> _T:
        """Run ``work`` on one consistent snapshot; it cannot write."""
        return await self._hop.unit(lambda raw: self._store._read(raw, work))

    async def raw(self, work: Callable[[RawConnection], _T]) -> _T:
        """Run ``work`` on the bare connection (integrity checks); it may run more than once."""
        try:
            return await self._hop.unit(lambda raw: retry(lambda: work(raw)))
        except self._store.place.opener.module.Error as error:
            raise errors.translate(error, self._store.path) from error


def _close_unwanted(opened: asyncio.Future[Store]) -> None:
    if not opened.cancelled() and opened.exception() is None:
        closing = asyncio.ensure_future(opened.result().aclose())
        _unwanted.add(closing)
        closing.add_done_callback(_unwanted.discard)


_unwanted: set[asyncio.Future[None]] = set()
"""The event loop keeps only weak references to its tasks."""
