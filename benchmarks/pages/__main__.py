"""Every page with few reps and with many, for `make bench-pages REPS=50000`; nothing passes or fails.

Both houses are asked in turns, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.pages.seed import Size

if TYPE_CHECKING:
    from collections.abc import Iterator

    Ask = Any
FEW = 50
AIM = 3.0
"""The ratio that every page stays under."""
PAGES = (
    "/status", "/status?q=berger", "/status?q=otto.777", "/status?state=failing", "/status?state=held",
    "/status?start=5000",
    "/reps/{rep}",
    "/errors", "/errors?rep={rep}", "/errors?collection=events",
    "/errors?each=1", "/errors?code=STRING_TOO_LONG", "/errors?each=1&rep=berger", "/errors?each=1&sort=rep",
    "/errors?each=1&sort=attempts", "/errors?each=1&direction=to_mailbox", "/errors?each=1&since=2026-11-20",
    "/unresolved", "/unresolved?rep=berger", "/held", "/held?rep=conrad",
    "/journal", "/journal?rep={rep}", "/journal?collection=events", "/journal?q=Buyer+17", "/journal?q=nowhere",
    "/configurations", "/configurations/edit/Field", "/connections", "/connections/edit/acme", "/alerts", "/privacy",
    "/people", "/people?q=berger", "/history", "/start", "/account",
    "/api/status?limit=50", "/api/reps", "/api/reps?q=berger", "/api/errors", "/api/errors?code=DUPLICATES_DETECTED",
    "/api/unresolved", "/api/held", "/api/journal", "/api/journal?collection=events",
    "/api/configurations", "/api/connections", "/api/people", "/api/history", "/metrics",
)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="make bench-pages")
    parser.add_argument("--reps", type=int, default=5_000)
    parser.add_argument("--samples", type=int, default=20, help="two at least")
    parser.add_argument("--pages", default="", help="only addresses that hold this")
    parser.add_argument("--keep", type=Path, help="where seeded databases are kept, and found the next time")
    asked = parser.parse_args()
    with ExitStack() as stack:
        home = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncline-")))
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        houses = [stack.enter_context(_house(home / str(reps), Size(reps))) for reps in (FEW, asked.reps)]
        table = _table(asked.reps)
        for page in PAGES:
            if asked.pages in page:
                row = _measured(page, houses, asked.samples)
                print(page, *row, file=sys.stderr, flush=True)
                table.add_row(page, *row)
    Console(width=140).print(table)


@contextmanager
def _house(folder: Path, size: Size) -> Iterator[Ask]:
    command = [sys.executable, "-m", "benchmarks.pages.asking", str(folder)]
    numbers = [str(one) for one in (size.reps, size.links, size.errors, size.journal)]
    with subprocess.Popen(  # noqa: S603 - our own module
        [*command, *numbers], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asks, answers = process.stdin, process.stdout
        answers.readline()

        def ask(page: str) -> dict[str, Any]:
            asks.write(page + "\n")
            asks.flush()
            answer: dict[str, Any] = json.loads(answers.readline())
            return answer

        yield ask
        asks.close()


def _table(reps: int) -> Table:
    title = f"Pages, {FEW} reps beside {reps:,}: milliseconds from the request to the last byte, in process"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    table.add_column("page")
    for column in ("queries", "p50, few", "p95, few", "p50, many", "p95, many", "ratio p50", "ratio p95"):
        table.add_column(column, justify="right")
    return table


def _measured(page: str, houses: list[Ask], samples: int) -> list[str]:
    for ask in houses:
        answer = ask(page)
        assert answer["status"] == 200, (page, answer)  # noqa: PLR2004
    rounds = [[ask(page) for ask in houses] for _ in range(samples)]
    few, many = ([one["ms"] for one in answers] for answers in zip(*rounds, strict=True))
    p50, p95 = ((_percentile(few, share), _percentile(many, share)) for share in (50, 95))
    ratios = [pair[1] / pair[0] for pair in (p50, p95)]
    return [str(rounds[0][1]["queries"]), *(f"{one[place]:.1f}" for place in (0, 1) for one in (p50, p95)),
            *(f"{one:.1f}{'' if one < AIM else ' !'}" for one in ratios)]  # fmt: skip


def _percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
