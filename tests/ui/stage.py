"""The program on a terminal of its own, with something that goes wrong: run by tests on a pty.

``python -m tests.ui.stage WHAT FOLDER``. It leaves the file ``closed`` in the folder when the desk
was closed in order.
"""

from __future__ import annotations

import sys
from pathlib import Path

from agentdesk.app import AgentDesk
from agentdesk.desk.api import CaseView, DeskApi, DeskTrouble
from tests.support.fake_desk import FakeDesk, row

IBAN = "DE89370400440532013000"
NAME = "Wilhelmina Katzenbach"


class StageDesk(FakeDesk):
    """A desk that fails on demand, with a customer's data in its hands."""

    def __init__(self, what: str, folder: Path) -> None:
        super().__init__([row(1, title="calm"), row(2)])
        self.what, self.folder = what, folder

    async def case(self, case_id: int) -> CaseView:
        account, holder = IBAN, NAME
        if self.what == "crash":
            raise ValueError(f"cannot book {account} of {holder}")
        return await super().case(case_id)

    async def aclose(self) -> None:
        await super().aclose()
        (self.folder / "closed").write_text("in order")


def main() -> int:
    what, folder = sys.argv[1], Path(sys.argv[2])

    async def open_desk() -> DeskApi:
        if what == "trouble":
            raise DeskTrouble("key_missing", path=str(folder / "store.key"))
        return StageDesk(what, folder)

    app = AgentDesk(open_desk=open_desk, log_folder=folder)
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
