"""Where the day of whoever has opened the desk begins: on the queue, or on their department."""

from __future__ import annotations

from agentdesk.desk.api import DeskInfo
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.queue import QueueScreen


def first_screens(info: DeskInfo) -> list[DeskScreen[None]]:
    """The screens to open, the lowest first: who works for a department begins there (C5)."""
    if not info.me.dept:
        return [QueueScreen()]
    from agentdesk.screens.departments import DepartmentsScreen

    return [QueueScreen(), DepartmentsScreen()]
