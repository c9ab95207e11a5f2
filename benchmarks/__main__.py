"""The command: ``python -m benchmarks [names] [--quick] [--json FILE] [--dir DIR]``."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.harness import Bench

GROUPS = {
    "worktime": "working time against a walk over the days",
    "queue": "a queue page of 50 at 1k, 10k and 100k cases",
    "case": "one case with 10 events",
    "customers": "customers found while typing; keys on a full and on an empty desk",
    "insert": "a new case with events, chain and index",
    "claim": "claims by 1, 4 and 8 processes",
    "import": "rows of a CSV file with events",
    "tick": "the table's repaint when time passes",
    "idle": "CPU of a desk that nobody touches",
    "key": "from a key press to the screen",
    "typing": "a key typed into the form of a new case",
    "paint": "from the command to the first frame, and to the rows",
}
"""What can be measured; each name is a module of this package (``import`` is ``imports``)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it. Returns the exit status."""
    asked = _arguments(argv)
    unknown = [name for name in asked.names if name not in GROUPS]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(GROUPS)}")
        return 2
    names = [name for name in GROUPS if not asked.names or name in asked.names]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="agentdesk-bench-", dir=asked.dir) as name:
        folder = Path(name)
        facts = report.machine(folder)
        print(report.heading(facts), flush=True)
        bench = Bench(folder, quick=asked.quick, say=_progress)
        for group in names:
            _measure(bench, group)
        _progress("")
    print()
    print(report.table(bench.results))
    took = time.monotonic() - began
    print(f"\n{report.summary(bench.results)} in {took:.0f} s{' (quick)' if asked.quick else ''}")
    if asked.json is not None:
        results = [result.as_dict() for result in bench.results]
        told = {"machine": facts, "quick": asked.quick, "seconds": took, "results": results}
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if bench.failed else 0


def _arguments(argv: Sequence[str] | None) -> Any:
    shown = "\n".join(f"  {name:9} {what}" for name, what in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures agentdesk beside its floors, in one run.",
        epilog=f"benchmarks:\n{shown}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure (all)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller desks")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument(
        "--dir", type=Path, metavar="DIR", help="where to put the stores (a temporary folder)"
    )
    return parser.parse_args(argv)


def _measure(bench: Bench, group: str) -> None:
    """Run one group; one that cannot run here, or breaks, says why, and the others go on."""
    bench.name = group
    _progress(group)
    module = importlib.import_module(f"benchmarks.{'imports' if group == 'import' else group}")
    run: Callable[[Bench], Coroutine[Any, Any, None]] = module.run
    try:
        asyncio.run(run(bench))
    except ImportError as error:
        bench.skip(group, f"{error}")
    except Exception as error:
        bench.fail(group, error)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text[:78]}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
