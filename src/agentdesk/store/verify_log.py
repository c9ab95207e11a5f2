"""Proving the facts: the chain of events, the texts they name, the policies they applied."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, select

from agentdesk.store import chain, content, kinds, log, schema
from agentdesk.store.engine import Aside
from agentdesk.store.keys import Key
from agentdesk.store.report import Progress, Report
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

BATCH = 2000

_content = schema.content
_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_DIGESTS = compiled(select(_content.c.id, _content.c.digest).where(_content.c.id.in_(_wanted)))
_TEXTS = compiled(
    select(
        _content.c.id,
        _content.c.body,
        _content.c.digest,
        _content.c.erased_at,
        schema.subject.c.secret,
    )
    .join_from(_content, schema.subject, isouter=True)
    .where(_content.c.id > bindparam("after"))
    .order_by(_content.c.id)
    .limit(BATCH)
)
_LAST_TEXT = compiled(select(func.coalesce(func.max(_content.c.id), 0)))
_LATE_OPS = compiled(
    select(schema.op.c.op_id, schema.op.c.last_seq).where(
        schema.op.c.last_seq
        > select(func.coalesce(func.max(schema.event.c.seq), 0)).scalar_subquery()
    )
)
_POLICIES = compiled(
    select(schema.policy.c.version, schema.policy.c.digest, schema.policy.c.resolved).order_by(
        schema.policy.c.version
    )
)


class _Chain:
    """Where the walk along the chain stands."""

    def __init__(self, key: Key, report: Report) -> None:
        self.key = key
        self.report = report
        self.seq = 0
        self.mac = schema.GENESIS
        self.last: dict[int, tuple[int, int]] = {}
        self.policies: dict[int, str] = {}

    def walk(self, tx: Tx) -> int:
        """Check one batch; how many events it had."""
        rows = log.rows(tx, self.seq, BATCH)
        bodies = [_body(row["body"]) for row in rows]
        digests = _digests(tx, bodies)
        for row, body in zip(rows, bodies, strict=True):
            self._link(row)
            self._order(row)
            self._texts(row["seq"], body, digests)
            if row["kind"] == "policy_applied":
                self.policies[body.get("version", 0)] = body.get("digest", "")
            self.seq, self.mac = row["seq"], row["mac"]
        self.report.events += len(rows)
        return len(rows)

    def _link(self, row: Any) -> None:
        seq, report = row["seq"], self.report
        if seq != self.seq + 1:
            report.found("chain_gap", seq=self.seq + 1, to=seq - 1)
        elif row["prev"] != self.mac:
            report.found("chain_prev", seq=seq)
        if row["key_id"] != self.key.id:
            report.found("chain_key", seq=seq, key=row["key_id"])
        elif not hmac.compare_digest(chain.mac(self.key.secret, row["prev"], row), row["mac"]):
            report.found("chain_mac", seq=seq)
        if not kinds.known(row["kind"]):
            report.found("chain_kind", seq=seq, kind=row["kind"])

    def _order(self, row: Any) -> None:
        case_id, ver, at = row["case_id"], row["ver"], row["at"]
        last_ver, last_at = self.last.get(case_id, (0, at))
        if ver != last_ver + 1 or (case_id and at < last_at) or at > row["recorded_at"]:
            self.report.found("chain_order", seq=row["seq"])
        self.last[case_id] = (ver, at)

    def _texts(self, seq: int, body: dict[str, Any], digests: dict[int, str]) -> None:
        for key, noted in (body.get("digests") or {}).items():
            present = digests.get(body.get(key, 0))
            if present is None:
                self.report.found("text_missing", seq=seq, content=body.get(key, 0))
            elif present != noted:
                self.report.found("text_swapped", seq=seq, content=body[key])


async def verify_log(
    aside: Aside, key: Key, report: Report, head: tuple[int, str] | None, progress: Progress
) -> dict[int, int]:
    """Walk the chain; how many events each case has. ``head``: seq and mac noted earlier."""
    walked = _Chain(key, report)
    total = (await aside.read(log.head))[0]
    while await aside.read(walked.walk):
        progress("events", walked.seq, max(total, walked.seq))
        if head is not None and head[0] <= walked.seq:
            await _check_head(aside, report, head)
            head = None
    if head is not None:
        report.found("head_lost", seq=head[0], last=walked.seq)
    report.head_seq, report.head_mac = walked.seq, walked.mac.hex()
    # Whoever cuts the log may forget what else knew of it.
    for op_id, seq in await aside.read(lambda tx: tx.all(_LATE_OPS)):
        report.found("op_lost", op=op_id, seq=seq)
    for version, digest, resolved in await aside.read(lambda tx: tx.all(_POLICIES)):
        if not digest == walked.policies.pop(version, None) == _policy_digest(resolved):
            report.found("policy_changed", version=version)
    for version in walked.policies:
        report.found("policy_changed", version=version)
    return {case_id: ver for case_id, (ver, _) in walked.last.items()}


async def verify_texts(aside: Aside, report: Report, progress: Progress) -> None:
    """Every text against its digest, under its customer's secret."""
    last = await aside.read(lambda tx: int(tx.value(_LAST_TEXT)))
    after = 0
    while rows := await aside.read(partial(_texts_after, after=after)):
        for content_id, body, digest, erased_at, secret in rows:
            if erased_at is not None:
                if body is not None:
                    report.found("text_not_erased", content=content_id)
            elif body is None or secret is None:
                report.found("text_lost", content=content_id)
            elif not hmac.compare_digest(content.digest(secret, body), digest):
                report.found("text_changed", content=content_id)
        report.contents += len(rows)
        after = rows[-1][0]
        progress("texts", after, max(last, after))


def _texts_after(tx: Tx, after: int) -> list[Row]:
    return tx.all(_TEXTS, {"after": after})


async def _check_head(aside: Aside, report: Report, head: tuple[int, str]) -> None:
    rows = await aside.read(lambda tx: log.rows(tx, head[0] - 1, 1))
    if not rows or rows[0]["mac"].hex() != head[1]:
        report.found("head_other", seq=head[0])


def _body(text: str) -> dict[str, Any]:
    """A body as it stands; empty if somebody made it unreadable (its mac tells that)."""
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _policy_digest(resolved: str) -> str | None:
    """The digest that stands in stored rules, made anew from their text (`policy_json.sealed`)."""
    try:
        rules = json.loads(resolved)
        rules.pop("format")
    except (ValueError, KeyError, AttributeError):
        return None
    rules.update(digest="", version=0)
    bare = json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(bare.encode()).hexdigest()


def _digests(tx: Tx, bodies: list[dict[str, Any]]) -> dict[int, str]:
    ids = [body.get(key, 0) for body in bodies for key in body.get("digests") or ()]
    if not ids:
        return {}
    return {row[0]: row[1].hex() for row in tx.all(_DIGESTS, {"ids": json.dumps(ids)})}
