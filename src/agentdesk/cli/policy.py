"""``agentdesk policy show | check | test | apply``: the rules of the desk (E7)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import FAILED, NOTHING, OK, CliError
from agentdesk.cli.opening import with_desk
from agentdesk.cli.out import Column
from agentdesk.desk import policies
from agentdesk.desk.house import Desk
from agentdesk.desk.policies import Checked, DueChange
from agentdesk.domain import scenario
from agentdesk.domain.policy import Policy
from agentdesk.domain.policy_outline import outline
from agentdesk.domain.policy_parse import Problem
from agentdesk.domain.scenario import Difference, ScenarioTrouble
from agentdesk.domain.state import Reason
from agentdesk.i18n import format as form
from agentdesk.i18n import known, say, t

_UTC = form.zone("UTC")
LONGEST_FILE = 16_000_000


def run(ctx: Context) -> int:
    """Carry out the action: 1 if scenarios differ, 2 if a file cannot be used."""
    action = ctx.args.action
    if action == "show":
        return with_desk(ctx, _show)
    if action == "apply":
        return with_desk(ctx, _apply)
    return _check(ctx) if action == "check" else _test(ctx)


# --- show, check


async def _show(ctx: Context, desk: Desk) -> int:
    version = (await policies.history(desk.ctx))[-1]
    lines = _outline(desk.policy)
    if ctx.json:
        out.data(
            {
                "version": version.version,
                "at": out.iso(version.at),
                "digest": version.digest,
                "actor": version.actor,
                "outline": lines,
                "text": version.text,
            }
        )
    elif ctx.args.toml:
        out.say(version.text.rstrip("\n"))
    else:
        at = form.iso_minute(version.at, form.zone(desk.info.tz))
        out.say(t("cli.policy.version", version=version.version, at=at, who=version.actor))
        for line in lines:
            out.say(f"  {line}")
    return OK


def _check(ctx: Context) -> int:
    text = read_text(ctx.args.file)
    checked = policies.check(text, _zone(ctx), ctx.clock.now())
    lines = _outline(checked.policy) if checked.policy else []
    if ctx.json:
        out.data(
            {
                "ok": checked.policy is not None,
                "problems": [_problem_json(problem) for problem in checked.problems],
                "digest": checked.policy.digest if checked.policy else None,
                "outline": lines,
            }
        )
    if checked.policy is None:
        _tell_problems(ctx.args.file, checked)
        return FAILED
    if not ctx.json:
        out.say(t("cli.policy.sound", file=ctx.args.file))
        for line in lines:
            out.say(f"  {line}")
    return OK


def _zone(ctx: Context) -> str:
    """The zone of the desk, if there is one here: calendars that name none count in it."""
    from agentdesk.desk.api import DeskTrouble

    async def look() -> str:
        desk = await Desk.open(ctx.places.data, person=ctx.person, clock=ctx.clock)
        try:
            ctx.store_language(desk.lang)
            return desk.info.tz
        finally:
            await desk.aclose()

    try:
        return asyncio.run(look())
    except DeskTrouble as trouble:
        if trouble.code != "missing":
            raise
    out.tell(t("cli.policy.no_desk"))
    return "UTC"


def _outline(policy: Policy) -> list[str]:
    return [_said(line) for line in outline(policy)]


def _said(line: Reason) -> str:
    params = {name: _named(name, value) for name, value in line.params.items()}
    return say.sentence(f"policy.{line.code}", params, now=0, tz=_UTC)


def _named(name: str, value: Any) -> Any:
    key = f"policy.calendar.{value}"
    return t(key) if name in ("calendar", "name") and known(key) else value


def said_problem(problem: Problem) -> str:
    """A problem of a policy or a template, with its line and key, as a sentence."""
    text = say.sentence(f"policy.{problem.code}", problem.params, now=0, tz=_UTC)
    if problem.line is None:
        return t("policy.nowhere", key=problem.key, text=text) if problem.key else text
    if not problem.key:
        return t("policy.at.line", line=problem.line, text=text)
    return t("policy.at", line=problem.line, key=problem.key, text=text)


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "key": problem.key,
        "line": problem.line,
        "code": problem.code,
        "params": dict(problem.params),
        "text": said_problem(problem),
    }


def _tell_problems(file: str, checked: Checked) -> None:
    out.tell(f"agentdesk: {t('cli.policy.problems', file=file)}")
    for problem in checked.problems:
        out.tell(f"  {said_problem(problem)}")


# --- test


def _test(ctx: Context) -> int:
    lines = read_text(ctx.args.file).splitlines()
    policy = None
    if ctx.args.policy is not None:
        checked = policies.check(read_text(ctx.args.policy), _zone(ctx), ctx.clock.now())
        if checked.policy is None:
            _tell_problems(ctx.args.policy, checked)
            return FAILED
        policy = checked.policy
    try:
        report = scenario.examine(lines, policy)
    except ScenarioTrouble as trouble:
        text = t(f"policy.scenario.{trouble.code}", **trouble.params)
        out.tell(f"agentdesk: {t('policy.scenario.at', line=trouble.line, text=text)}")
        return FAILED
    if ctx.json:
        out.data(
            {
                "scenarios": report.scenarios,
                "expectations": report.expectations,
                "differences": [_difference_json(one) for one in report.differences],
            }
        )
    else:
        for one in report.differences:
            out.say(t("policy.scenario.at", line=one.line, text=_difference(one)))
        figures = {"scenarios": report.scenarios, "expectations": report.expectations}
        if report.differences:
            count = len(report.differences)
            out.say(t("policy.scenario.failed", differences=count, **figures))
        else:
            out.say(t("policy.scenario.passed", **figures))
    return NOTHING if report.differences else OK


def _difference(one: Difference) -> str:
    clock_key = f"clock.{one.clock}"
    said = {
        "scenario": one.scenario,
        "clock": t(clock_key) if known(clock_key) else one.clock,
        "field": one.field,
        "found": one.found,
        "expected": one.expected,
    }
    kind = "absent" if one.field == "missing" else "difference"
    if one.id is None:
        return t(f"policy.scenario.{kind}", **said)
    return t(f"policy.scenario.{kind}.id", id=one.id, **said)


def _difference_json(one: Difference) -> dict[str, Any]:
    return {
        "scenario": one.scenario,
        "line": one.line,
        "clock": one.clock,
        "id": one.id,
        "field": one.field,
        "expected": one.expected,
        "found": one.found,
    }


# --- apply


async def _apply(ctx: Context, desk: Desk) -> int:
    text = read_text(ctx.args.file)
    checked = policies.check(text, desk.info.tz, desk.now())
    if checked.policy is None:
        _tell_problems(ctx.args.file, checked)
        out.tell(t("cli.policy.not_applied"))
        return FAILED
    dry, listed = ctx.args.dry_run, ctx.args.dues
    moved = await policies.moved_dues(desk.ctx, text) if dry or listed else None
    changed = checked.policy.digest != desk.policy.digest
    version = desk.policy.version + changed
    if not dry:
        with out.progress(t("cli.policy.following"), 1) as line:
            applied = await desk.apply_policy(text, lambda done: line.count(done))
        version, changed = applied.version, applied.changed
    if ctx.json:
        dues = None if moved is None else [_due_json(one) for one in moved]
        out.data({"version": version, "changed": changed, "dry_run": dry, "dues": dues})
        return OK
    if dry:
        out.say(t("cli.policy.would", version=version, dues=len(moved or ())))
    elif changed:
        out.say(t("cli.policy.applied", version=version))
    else:
        out.say(t("cli.policy.same", version=version))
    if listed and moved:
        _show_dues(moved, desk)
    return OK


def _show_dues(moved: Sequence[DueChange], desk: Desk) -> None:
    tz = form.zone(desk.info.tz)

    def when(at: int | None) -> str:
        return "—" if at is None else form.iso_minute(at, tz)

    columns = (
        Column(t("queue.col.case")),
        Column(t("cli.policy.clock")),
        Column(t("cli.policy.old")),
        Column(t("cli.policy.new")),
    )
    rows = [
        (one.reference, t(f"clock.{one.clock}"), when(one.old_due), when(one.new_due))
        for one in moved
    ]
    out.say(out.table(columns, rows, out.width()))


def _due_json(one: DueChange) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "clock": one.clock,
        "id": one.clock_id,
        "old_due": out.iso(one.old_due),
        "new_due": out.iso(one.new_due),
        "old_state": one.old_state,
        "new_state": one.new_state,
    }


def read_text(name: str) -> str:
    """A text file, whole. Raises CliError."""
    path = Path(name)
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST_FILE + 1)
        if len(raw) > LONGEST_FILE:
            raise CliError("too_large", path=name)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CliError("not_text", path=name) from None
    except OSError as error:
        raise CliError("no_file", path=name, detail=error.strerror or "-") from None
