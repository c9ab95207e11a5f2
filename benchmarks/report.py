"""How results are shown: a table for people, JSON for the next run to compare with."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.harness import Result

_COLUMNS = ("what", "ours", "floor", "ratio", "goal", "")
_RIGHT = {1, 2, 3}


def machine(folder: Path) -> dict[str, Any]:
    """What it ran on: every figure depends on it."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else [],
        "sqlite": sqlite3.sqlite_version,
        "sqlcipher": _cipher_version(),
        "fsync_ms": round(_fsync(folder) * 1000, 3),
    }


def _cipher_version() -> str | None:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        return None
    return str(dbapi2.sqlite_version)


def _fsync(folder: Path) -> float:
    """Seconds one fsync takes where the stores are: on a RAM disk, FULL costs nothing."""
    path = folder / "fsync"
    times = []
    with path.open("wb", buffering=0) as file:
        for _ in range(20):
            file.write(b"x" * 4096)
            before = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - before)
    path.unlink()
    return median(times)


def table(results: Sequence[Result]) -> str:
    """The results by group, aligned."""
    lines: list[str] = []
    rows = [_row(result) for result in results]
    widths = [max(len(row[n]) for row in [_COLUMNS, *rows]) for n in range(len(_COLUMNS) - 1)]
    lines.append(_line(_COLUMNS, widths))
    lines.append("─" * (sum(widths) + 2 * len(widths) + 6))
    group = ""
    for result, row in zip(results, rows, strict=True):
        if result.name != group:
            group = result.name
            lines.append(f"{group}")
        lines.append(_line(row, widths))
    lines += _sizes(results) + _gaps(results)
    notes = [f"  {r.name} · {r.what}: {r.note}" for r in results if r.note]
    floors = dict.fromkeys(f"  {r.name}: {r.against}" for r in results if r.against)
    if floors:
        lines += ["", "floors", *floors]
    if notes:
        lines += ["", "notes", *notes]
    return "\n".join(lines)


def _sizes(results: Sequence[Result]) -> list[str]:
    """What a desk that grows makes dearer, in words."""
    lines = [
        f"  {r.what.split(',')[0]}: {_figure(r.ratio)}× from {r.sizes[1]:,} to {r.sizes[0]:,} cases"
        + ("" if r.met is None else f", {'flat' if r.met else 'NOT FLAT'} (goal {r.goal})")
        for r in results
        if r.sizes is not None and r.ratio is not None
    ]
    return ["", "growth", *lines] if lines else []


def _undisturbed(result: Result) -> str:
    """The same ratio of CPU time, and of each arm's best round: what is left of it when other
    programs take the cores."""
    told = []
    ours, floor = result.more.get("ours_cpu"), result.more.get("floor_cpu")
    if ours and floor:
        told.append(f"{_figure(ours / floor)}× of CPU time")
    rounds = [result.more.get(f"{arm}_rounds") for arm in ("ours", "floor")]
    if all(rounds):
        best, least = (min(each) for each in rounds if each)
        told.append(f"{_figure(best / least)}× at best")
    return f" ({', '.join(told)})" if told else ""


def _gaps(results: Sequence[Result]) -> list[str]:
    """What misses its goal, and by how much."""
    lines = [
        f"  {r.name} · {r.what}: {_amount(r.ours, r.unit)}"
        + ("" if r.ratio is None else f", {_figure(r.ratio)}×{_undisturbed(r)}")
        + f"; PERFORMANCE asks {r.goal}"
        for r in results
        if r.met is False
    ]
    return ["", "goals not met", *lines] if lines else []


def summary(results: Iterable[Result]) -> str:
    """How many goals are met."""
    judged = [result for result in results if result.met is not None]
    met = sum(bool(result.met) for result in judged)
    return f"{met} of {len(judged)} goals met"


def _row(result: Result) -> tuple[str, ...]:
    ratio = result.ratio
    verdict = {True: "met", False: "NOT MET", None: ""}[result.met]
    untold = "FAILED" if result.note.startswith("FAILED") else "skipped"
    return (
        f"  {result.what}",
        _amount(result.ours, result.unit),
        _amount(result.floor, result.unit),
        "" if ratio is None else f"{_figure(ratio)}×",
        result.goal,
        verdict if result.ours is not None else untold,
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if place in _RIGHT else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=False))
    ]
    return "  ".join([*padded, *cells[len(widths) :]]).rstrip()


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{_figure(value)} {unit}".rstrip()


def _figure(value: float) -> str:
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def heading(facts: dict[str, Any]) -> str:
    """One line on the machine."""
    cipher = f", SQLCipher on SQLite {facts['sqlcipher']}" if facts["sqlcipher"] else ""
    load = f", load {facts['load'][0]}" if facts["load"] else ""
    return (
        f"Python {facts['python']}, SQLite {facts['sqlite']}{cipher}, {facts['cores']} cores{load}"
        f", one fsync {facts['fsync_ms']} ms, {facts['system']}"
    )
