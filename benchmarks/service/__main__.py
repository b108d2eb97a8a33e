"""Figures of the service, for `make bench-service`; nothing passes or fails.

`ONLY=idle,latency,workers,throughput` picks parts. Workers, listener and database are processes of their own; the
servers and whoever measures are this one, and count nowhere. Seconds depend on the machine and on who else uses it,
ratios of one run much less. Mailboxes begin in step (`benchmarks/service/seeding.py`).
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.curve import curve
from benchmarks.first_sync import first_sync
from benchmarks.service.growth import PROMISED, growth
from benchmarks.service.latency import latencies
from benchmarks.service.scaling import scaling

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.service.growth import Grown
    from benchmarks.service.works import Spent

CORES = 2
LATENCIES = (0.05, 0.0)
PICTURE = Path("docs/images/scale.svg")
console = Console(width=130)


def main() -> None:
    """Print the tables one after another, and draw the curve."""
    asked = _asked()
    parts: dict[str, Callable[[], None]] = {
        "throughput": lambda: _throughput(asked.records),
        "workers": lambda: _workers(asked.shared, asked.window),
        "latency": lambda: _latency(asked.mailboxes, asked.samples),
        "idle": lambda: _growth([int(size) for size in asked.sizes.split(",")], asked.window),
    }
    for name in asked.only.split(","):
        began = time.monotonic()
        parts[name]()
        console.print(f"({name}: {time.monotonic() - began:.0f} s)\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-service")
    parser.add_argument("--only", default="throughput,workers,latency,idle", help="parts, in this order")
    parser.add_argument("--sizes", default="100,1000", help="mailboxes of the idle part, one after another")
    parser.add_argument("--window", type=float, default=40.0, help="seconds of each window of idle and workers")
    parser.add_argument("--mailboxes", type=int, default=1000, help="mailboxes of the latency part")
    parser.add_argument("--samples", type=int, default=100, help="changes of the latency part")
    parser.add_argument("--shared", type=int, default=5000, help="mailboxes of the part with several workers")
    parser.add_argument("--records", type=int, default=500, help="records of the throughput part")
    return parser.parse_args()


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _growth(sizes: list[int], window: float) -> None:
    """Each size as it comes: the largest takes minutes."""
    found: list[Grown] = []
    for size in sizes:
        found.append(growth(size, window))
        console.print(_grown(found))
    points = [(one.mailboxes, round(1000 * _cpu(one.idle), 1)) for one in found]
    PICTURE.write_text(curve("CPU of an idle cycle, worker and database", "mailboxes", "ms", points))


def _grown(found: list[Grown]) -> Table:
    columns = (
        "cycles/s",
        "worker CPU ms a cycle",
        "database",
        "idle on two cores",
        "with 2 % a day: worker",
        "database",
    )
    table = _table("Mailboxes, one worker", "mailboxes", *columns, "on two cores", "worker MB", "MB a mailbox more")
    for number, one in enumerate(found):
        before = found[number - 1] if number else None
        more = (one.megabytes - before.megabytes) / (one.mailboxes - before.mailboxes) if before else None
        idle, busy = one.idle, one.busy
        table.add_row(
            f"{one.mailboxes:,}", f"{idle.cycles / idle.at:.1f}",
            *_costs(idle), f"{CORES * PROMISED / _cpu(idle):,.0f}",
            *_costs(busy), f"{CORES * PROMISED / _cpu(busy):,.0f}",
            f"{one.megabytes:.0f}", "" if more is None else f"{more:.3f}",
        )  # fmt: skip
    return table


def _cpu(spent: Spent) -> float:
    return (spent.workers + spent.database) / spent.cycles


def _costs(spent: Spent) -> tuple[str, str]:
    return f"{1000 * spent.workers / spent.cycles:.1f}", f"{1000 * spent.database / spent.cycles:.1f}"


def _latency(mailboxes: int, samples: int) -> None:
    title = f"Seconds from a change to the other side, {mailboxes:,} mailboxes"
    table = _table(title, "way", "direction", "changes", "p50", "p95", "most")
    for (way, direction), took in latencies(mailboxes, samples).items():
        p95 = took[min(len(took) - 1, round(0.95 * len(took)))]
        table.add_row(
            way, direction, str(len(took)), *(f"{one:.1f}" for one in (statistics.median(took), p95, took[-1]))
        )
    console.print(table)


def _workers(mailboxes: int, window: float) -> None:
    columns = ("cycles/s", "workers CPU ms a cycle", "database", "servers", "CPU of all, cores")
    title = f"Workers with more to do than they can, {mailboxes:,} idle mailboxes"
    table = _table(title, "a mail request is on its way, ms", "workers", *columns)
    for (distance, number), one in sorted(scaling(mailboxes, window).items()):
        cores = (one.workers + one.database + one.servers) / one.at
        costs = (*_costs(one), f"{1000 * one.servers / one.cycles:.1f}")
        table.add_row(f"{1000 * distance:.0f}", str(number), f"{one.cycles / one.at:.1f}", *costs, f"{cores:.2f}")
    console.print(table)


def _throughput(records: int) -> None:
    """One mailbox's first sync beside its own requests in a bare loop, and a plain script."""
    for latency in LATENCIES:
        found = first_sync(records, latency)
        title = f"First sync of one mailbox of {records}, requests {latency * 1000:.0f} ms on their way"
        table = _table(title, "way", "records/s", "requests", "bytes", "Syncline beside it")
        own = found["Syncline"]
        for name, one in found.items():
            table.add_row(name, f"{one.rate:.1f}", str(one.requests), f"{one.bytes:,}", f"{own.rate / one.rate:.2f}")
        console.print(table)


if __name__ == "__main__":
    main()
