"""What was typed and not sent, as screens keep it (G2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from agentdesk.desk.api_values import Done
from agentdesk.domain.drafts import Draft


class DraftApi(Protocol):
    """Drafts of the forms of one person: one for a form of a thing."""

    async def keep_draft(
        self,
        thing: str,
        form: str,
        values: Mapping[str, str],
        *,
        op: str = "",
        typing: bool = False,
    ) -> Draft:
        """Keep what stands in a form of a thing (`domain.drafts`), mine alone, in place of what
        was kept there; it is on the disk when this returns. ``typing``: the form is still open."""
        ...

    async def drop_draft(self, thing: str, form: str) -> None: ...

    async def draft(self, thing: str, form: str) -> Draft | None: ...

    async def drafts(self) -> Sequence[Draft]:
        """Mine, the newest first; none that was sent. Raises DeskTrouble ``drafts_aside`` once
        after a damaged file was set aside (so do the three above; what they were asked is done)."""
        ...

    async def carried_out(self, op: str) -> Done | None:
        """What an operation did, whoever waited for its answer; None if it was not carried out."""
        ...
