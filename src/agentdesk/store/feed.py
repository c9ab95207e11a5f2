"""The change feed: what any desk commits, seen within a tenth of a second.

One thread holds one connection. Where the file that is written to has a new time it asks ``PRAGMA
data_version``, which changes exactly when another connection has committed; only then are events
read, after the last one seen. The event loop is woken for nothing else.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

from agentdesk.store import errors, opening
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import Opener, RawConnection, retry
from agentdesk.store.stamp import Stamp

INTERVAL = 0.1
TOO_MANY = 1000
"""More changed cases than this are not named."""


class Changes(AsyncIterator[frozenset[int]]):
    """One subscriber. Changes that come while it is busy are joined, never queued up."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._cases: set[int] | None = None
        self._unnamed = False
        self._end: StoreTrouble | None = None
        self._ended = False

    def __aiter__(self) -> Changes:
        return self

    async def __anext__(self) -> frozenset[int]:
        await self._woken.wait()
        if self._cases is None:
            if self._end is not None:
                trouble, self._end = self._end, None
                raise trouble
            raise StopAsyncIteration
        changed = frozenset() if self._unnamed else frozenset(self._cases)
        self._cases, self._unnamed = None, False
        if not self._ended:
            self._woken.clear()
        return changed

    async def aclose(self) -> None:
        """Stop listening."""
        self._feed.unsubscribe(self)
        self._finish(None)

    def tell(self, cases: frozenset[int]) -> None:
        """Called in the feed's thread."""
        self._call(self._add, cases)

    def finish(self, trouble: StoreTrouble | None) -> None:
        """Called in the feed's thread: no more is coming."""
        self._call(self._finish, trouble)

    def _call(self, function: object, argument: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, argument)  # type: ignore[arg-type]
        except RuntimeError:  # the loop is closed: nobody listens
            self._feed.unsubscribe(self)

    def _add(self, cases: frozenset[int]) -> None:
        if self._cases is None:
            self._cases = set()
        self._cases |= cases
        self._unnamed = self._unnamed or not cases or len(self._cases) > TOO_MANY
        self._woken.set()

    def _finish(self, trouble: StoreTrouble | None) -> None:
        self._end, self._ended = trouble, True
        self._woken.set()


class Feed:
    """The thread that looks. Started by the first subscriber; `stop` joins it."""

    def __init__(self, opener: Opener, after: int, schema: int, interval: float = INTERVAL) -> None:
        self._opener = opener
        self._after = after
        self._schema = schema
        self._interval = interval
        self._stop = threading.Event()
        self._rest = threading.Lock()  # held until `stop`: a wait on it costs half an Event's
        self._rest.acquire()
        self._lock = threading.Lock()
        self._listeners: set[Changes] = set()
        self._thread: threading.Thread | None = None

    def subscribe(self) -> Changes:
        """Listen from now on (from the opening of the store, for the first one)."""
        listener = Changes(self)
        with self._lock:
            if self._stop.is_set():
                raise StoreTrouble("closed", path=str(self._opener.path))
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="agentdesk-feed", daemon=True
                )
                self._thread.start()
        return listener

    def unsubscribe(self, listener: Changes) -> None:
        """Listen no more."""
        with self._lock:
            self._listeners.discard(listener)

    def stop(self) -> None:
        """End every subscription and wait for the thread."""
        with self._lock:
            if not self._stop.is_set():
                self._stop.set()
                self._rest.release()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        trouble: StoreTrouble | None = None
        try:
            raw = self._opener.connect(read_only=True)
            try:
                self._watch(raw)
            finally:
                raw.close()
        except StoreTrouble as error:
            trouble = error
        except self._opener.module.Error as error:
            trouble = errors.translate(error, self._opener.path)
        with self._lock:
            self._stop.set()
            listeners, self._listeners = self._listeners, set()
        for listener in listeners:
            listener.finish(trouble)

    def _watch(self, raw: RawConnection) -> None:
        path: Path = self._opener.path
        written = Stamp(path.with_name(f"{path.name}-wal") if self._opener.wal else path)
        seen = -1  # the first look reads what was committed since the store was opened
        while not self._stop.is_set():
            if not written.moved():
                self._rest.acquire(timeout=self._interval)
                continue
            version = retry(lambda: raw.execute("PRAGMA data_version").fetchone()[0])
            if version != seen:
                present = retry(lambda: raw.execute("PRAGMA schema_version").fetchone()[0])
                if present != self._schema:
                    opening.check_revision(raw, path)
                    self._schema = present
                first, seen = seen == -1, version
                cases = retry(lambda: self._read(raw))
                if cases is not None or not first:
                    self._tell(cases or frozenset())
            self._rest.acquire(timeout=self._interval)

    def _read(self, raw: RawConnection) -> frozenset[int] | None:
        """Cases with new events; None where there is no new event."""
        rows = raw.execute(
            "SELECT DISTINCT case_id FROM event WHERE seq > ? LIMIT ?", (self._after, TOO_MANY + 1)
        ).fetchall()
        last = raw.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]
        self._after = max(self._after, last)
        if not rows:
            return None
        cases = frozenset(row[0] for row in rows)
        return frozenset() if 0 in cases or len(cases) > TOO_MANY else cases

    def _tell(self, cases: frozenset[int]) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.tell(cases)
