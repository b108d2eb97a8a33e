"""Figures of the service, for `make bench-service SIZES=100,1000 SAMPLES=20 RECORDS=500`; nothing passes or fails.

Worker, listener and database are processes of their own; the servers and whoever measures are this one, and count
nowhere. Seconds depend on the machine and on who else uses it, ratios of one run much less.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from tests.support.cli_world import PROGRAM
from tests.support.plant import Plant, plant

from benchmarks.curve import curve
from benchmarks.first_sync import first_sync
from benchmarks.machine import cpu, memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROMISED, CORES = 300.0, 2
LATENCIES = (0.0, 0.05)
PICTURE = Path("docs/images/scale.svg")
_CYCLES = "SELECT COALESCE(SUM(number), 0) FROM store_count WHERE what = 'cycles' AND hour = ''"
_PATIENCE = 3600.0
_AT_WORK = 10
"""Mailboxes among which changes happen."""
console = Console(width=120)


def main() -> None:
    """Print the tables, and draw the curve."""
    parser = argparse.ArgumentParser(prog="make bench-service")
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--window", type=float, default=60.0, help="seconds in which idle cycles are measured")
    asked = parser.parse_args()
    console.print(_growth([int(size) for size in asked.sizes.split(",")], asked.window))
    console.print(_latency(asked.samples))
    for latency in LATENCIES:
        console.print(_throughput(asked.records, latency))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _wait(holds: Callable[[], bool]) -> float:
    """Look a hundred times a second until something holds; answer how long that took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError
        threading.Event().wait(0.01)
    return time.monotonic() - began


def _growth(sizes: list[int], window: float) -> Table:
    """Measure idle cycles with more and more mailboxes, one contact and one event in each."""
    columns = ("worker CPU ms a cycle", "database CPU ms", "worker MB", "MB a mailbox more", "idle on two cores")
    table = _table("Idle mailboxes, one worker", "mailboxes", *columns)
    points: list[tuple[float, float]] = []
    before: tuple[int, float] | None = None
    for size in sizes:
        worker, database, held = _idle(size, window)
        fits = CORES * PROMISED / (worker + database)
        each = "" if before is None else f"{(held - before[1]) / (size - before[0]):.3f}"
        costs = (f"{worker * 1000:.1f}", f"{database * 1000:.1f}", f"{held:.0f}", each, f"{fits:,.0f}")
        table.add_row(f"{size:,}", *costs)
        points.append((size, round((worker + database) * 1000, 1)))
        before = (size, held)
    PICTURE.write_text(curve("CPU of an idle cycle, worker and database", "mailboxes", "ms", points))
    return table


def _idle(size: int, window: float) -> tuple[float, float, float]:
    """Answer CPU seconds of worker and database for an idle cycle, and the worker's megabytes."""
    with _plant(size, 1) as works:
        works.apply()
        worker = works.worker(every=max(2.0, size / 20))
        _wait(lambda: works.world.counts("Contact") >= 2 * size)
        _wait(lambda: _cycles(works) >= 3 * size)
        server = int((works.base / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        begun, spent, database = _cycles(works), cpu(worker.pid), cpu(server)
        threading.Event().wait(window)
        cycles = max(_cycles(works) - begun, 1)
        return (cpu(worker.pid) - spent) / cycles, (cpu(server) - database) / cycles, memory(worker.pid)


def _cycles(works: Plant) -> int:
    return int(str(works.ask(_CYCLES)[0][0]))


def _latency(samples: int) -> Table:
    """Measure from a person's word in the mailbox to the contact in Salesforce."""
    table = _table("\nSeconds from a change in the mailbox to Salesforce", "way", "changes", "p50", "p95", "most")
    for name, every, pushed in (("streaming notifications", 60.0, True), ("polling every 20 s", 20.0, False)):
        took = sorted(_changes(samples, every, pushed=pushed))
        p95 = took[min(len(took) - 1, round(0.95 * len(took)))]
        figures = (statistics.median(took), p95, took[-1])
        table.add_row(name, str(samples), *(f"{one:.1f}" for one in figures))
    return table


def _changes(samples: int, every: float, *, pushed: bool) -> list[float]:
    with _plant(_AT_WORK, 1) as works:
        works.apply()
        works.worker(every)
        _wait(lambda: works.world.counts("Contact") >= 2 * _AT_WORK)
        listener = _listener(works) if pushed else None
        try:
            if listener is not None:
                _wait(lambda: bool(works.ask("SELECT 1 FROM store_turn WHERE whose = 'push'")))
            return [_one(works, number) for number in range(samples)]
        finally:
            if listener is not None:
                listener.kill()
                listener.wait()


def _listener(works: Plant) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "listen"], env=works.environment(99), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _one(works: Plant, number: int) -> float:
    before = works.world.counts("Contact")
    works.world.add_contact(works.world.reps[number % len(works.world.reps)])
    return _wait(lambda: works.world.counts("Contact") > before)


def _throughput(records: int, latency: float) -> Table:
    """Measure one mailbox's first sync beside its own requests in a bare loop, and a plain script."""
    found = first_sync(records, latency)
    title = f"\nFirst sync of one mailbox of {records}, requests {latency * 1000:.0f} ms on their way"
    table = _table(title, "way", "records/s", "requests", "bytes", "Syncline beside it")
    own = found["Syncline"]
    for name, one in found.items():
        share = f"{own.rate / one.rate:.2f}"
        table.add_row(name, f"{one.rate:.1f}", str(one.requests), f"{one.bytes:,}", share)
    return table


@contextmanager
def _plant(mailboxes: int, records: int) -> Iterator[Plant]:
    """Answer a plant in a folder of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="syncline-bench-") as folder,
        plant(Path(folder), mailboxes, records) as works,
    ):
        yield works


if __name__ == "__main__":
    main()
