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

_quoted = json.encoder.encode_basestring_ascii
_dumps = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> str:
    """The one way to write a value as JSON: ASCII, sorted keys, no spaces."""
    return _dumps(value)


def mac(key: bytes, prev: bytes, row: Mapping[str, Any]) -> bytes:
    """The mac of an event's row (a mapping that holds at least `FIELDS`)."""
    return hmac.digest(key, prev + covered(row).encode("ascii"), "sha256")


def covered(row: Mapping[str, Any]) -> str:
    """`canonical` of the fields a mac covers, written out: an import makes thousands of these,
    and this takes half the time."""
    op_id = row["op_id"]
    return (
        f'{{"actor":{_quoted(row["actor"])},"at":{row["at"]:d},"body":{_quoted(row["body"])},'
        f'"case_id":{row["case_id"]:d},"key_id":{_quoted(row["key_id"])},'
        f'"kind":{_quoted(row["kind"])},"op_id":{"null" if op_id is None else _quoted(op_id)},'
        f'"recorded_at":{row["recorded_at"]:d},"seq":{row["seq"]:d},'
        f'"source":{_quoted(row["source"])},"v":{row["v"]:d},"ver":{row["ver"]:d}}}'
    )
