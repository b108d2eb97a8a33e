"""Figures for `make bench`: calls, CPU beside vdirsyncer's engine, memory, an idle cycle. Nothing here passes or fails.

CPU seconds depend on the machine and on who else uses it; the ratios of runs made in turns do not.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RUNS = 3
CALLS = Path("tests/simulation/house/call_counts/exchange.json")
SCENARIOS = "tests/simulation/house/test_calls.py"
BESIDE = (1_000, 10_000)
SIZES = (1_000, 10_000, 50_000)
SERIES = 2_000
"""About how many events, single ones or those of series."""

console = Console(width=120)


def main() -> None:
    """Print all tables."""
    console.print(_calls())
    console.print(_beside())
    console.print(_memory())
    console.print(_idle())
    console.print(_series())


def _series() -> Table:
    """Show what events of series cost beside single ones."""
    table = _table(
        "\nEvents to Salesforce, servers included in the CPU seconds",
        "calendar", "events made", "Salesforce", "Exchange", "CPU s", "ms an event", "idle calls", "idle CPU s",
    )  # fmt: skip
    for kind in ("single", "occurrences", "series"):
        found = _run("series", kind, SERIES)
        calls, made = found["calls"], found["events"]
        cost = (f"{found['cpu']:.2f}", f"{1000 * found['cpu'] / made:.2f}")
        idle = (str(sum(found["idle_calls"].values())), f"{found['idle_cpu']:.2f}")
        table.add_row(kind, f"{made:,}", str(calls["salesforce"]), str(calls["exchange"]), *cost, *idle)
    return table


def _run(module: str, *arguments: object) -> dict[str, Any]:
    """Run a measurement in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own modules
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _calls() -> Table:
    """Show the baseline of calls, after running the scenarios that hold the program to it."""
    command = [sys.executable, "-m", "pytest", "-q", SCENARIOS]
    kept = subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own tests
    title = "Calls per scenario" if kept else f"Calls per scenario - NOT what was made just now, see {SCENARIOS}"
    table = _table(title, "scenario", "Salesforce", "Exchange")
    for scenario, calls in json.loads(CALLS.read_text()).items():
        counts = [sum(calls.get(server, {}).values()) for server in ("salesforce", "exchange")]
        table.add_row(scenario, *map(str, counts))
    return table


def _beside() -> Table:
    """Measure the engines in turns, so that whatever else the machine does hits all of them."""
    table = _table(
        f"\nOwn CPU seconds of a first sync, median of {RUNS}; how often vdirsyncer's time holds ours",
        "contacts",
        "vdirsyncer",
        "PostgreSQL store",
        "ratio",
        "store in memory",
        "ratio",
    )
    for count in BESIDE:
        rounds = [(_first("vdirsyncer_engine", count), _first("syncline_engine", count),
                   _first("syncline_engine", count, "memory")) for _ in range(RUNS)]  # fmt: skip
        theirs, database, memory = (statistics.median(times) for times in zip(*rounds, strict=True))
        row = (f"{count:,}", f"{theirs:.2f}", f"{database:.2f}", f"{theirs / database:.2f}")
        table.add_row(*row, f"{memory:.2f}", f"{theirs / memory:.2f}")
    return table


def _first(module: str, *arguments: object) -> float:
    return float(_run(module, *arguments)["first_cpu"])


def _memory() -> Table:
    """Measure the process's peak, and that of a process which only holds what the sides hold."""
    table = _table("\nPeak memory, MB", "contacts", "process", "sides alone", "Syncline")
    for count in SIZES:
        whole, sides = _run("syncline_engine", count)["peak_mb"], _run("sides", count)["peak_mb"]
        table.add_row(f"{count:,}", f"{whole:.1f}", f"{sides:.1f}", f"{whole - sides:.1f}")
    return table


def _idle() -> Table:
    table = _table("\nIdle cycle", "links", "writes", "CPU ms")
    found = _run("syncline_engine", SIZES[-1])
    table.add_row(f"{found['contacts']:,}", str(found["idle_written"]), f"{found['idle_cpu'] * 1000:.1f}")
    return table


if __name__ == "__main__":
    main()
