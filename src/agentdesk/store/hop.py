"""One hop into a connection's own thread: the only file that knows aiosqlite's inside.

aiosqlite hops once a statement, which costs more than the statement (PERFORMANCE section 2). Its
private ``_execute`` takes any function, so a whole unit of work goes over in one hop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiosqlite.core import Connection

from agentdesk.store.factory import RawConnection

_T = TypeVar("_T")


class Hop(Connection):
    """A connection in its own daemon thread, so that a process that forgets to close it ends.

    ``connector`` runs in that thread and its exceptions come up from `start`. ``await
    hop.close()`` waits for what is queued, rolls back and closes.
    """

    def __init__(self, connector: Callable[[], RawConnection], name: str) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._thread.name = f"agentdesk-{name}"
        self._stopped: asyncio.Future[object] | None = None

    @classmethod
    async def start(cls, connector: Callable[[], RawConnection], name: str) -> Hop:
        """Open a connection in a thread of its own."""
        hop = cls(connector, name)
        try:
            await hop
        except BaseException:
            # aiosqlite tells its thread to end and does not wait for it. The thread's last word
            # would find the loop of a short command closed, and end in a traceback on stderr.
            if hop._stopped is not None:
                await hop._stopped
            raise
        return hop

    def stop(self) -> asyncio.Future[object] | None:
        """End the thread; what comes true when it has. Prefer ``await close()``."""
        self._stopped = super().stop()
        return self._stopped

    async def unit(self, work: Callable[[RawConnection], _T]) -> _T:
        """Run ``work`` in the connection's thread, whole.

        Raises ValueError once the connection is closed.
        """
        result: _T = await self._execute(self._with_raw, work)  # type: ignore[no-untyped-call]
        return result

    def _with_raw(self, work: Callable[[RawConnection], _T]) -> _T:
        return work(self._conn)
