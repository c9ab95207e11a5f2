"""Imported once by the server from which workers are forked (see `processes`): what they all need
is done beforehand, so that a fresh worker is in its first transaction at once."""

from __future__ import annotations

import agentdesk.store.verify  # noqa: F401
from tests.support.stores import bundled

BUILT = tuple(bundled().calendars.values())
"""A calendar is built when it is first asked for."""
