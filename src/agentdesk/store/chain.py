"""How the log proves itself: every event carries an HMAC over itself and the event before it.

``mac = HMAC-SHA256(audit key, prev + canonical JSON of the row)``, where ``prev`` is the mac of the
event before (32 zero bytes before the first). An edited, removed or swapped event breaks the chain
at its own seq; a log that was cut short is told only by a head (seq and mac) noted elsewhere.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

FIELDS = (
    "seq", "case_id", "ver", "kind", "v", "at", "recorded_at", "actor", "source", "op_id",
    "key_id", "body",
)  # fmt: skip
"""What a mac covers; the body as the text that is stored."""

_dumps = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> str:
    """The one way to write a value as JSON: ASCII, sorted keys, no spaces."""
    return _dumps(value)


def mac(key: bytes, prev: bytes, row: Mapping[str, Any]) -> bytes:
    """The mac of an event's row (a mapping that holds at least `FIELDS`)."""
    covered = {name: row[name] for name in FIELDS}
    return hmac.digest(key, prev + _dumps(covered).encode("ascii"), "sha256")
