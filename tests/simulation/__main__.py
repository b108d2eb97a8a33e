"""`make simulate RUNS=n SEED=s`: many runs on two processes; what fails is shrunk, printed and kept as a case."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulation.generate import generate
from tests.simulation.runner import play
from tests.simulation.shrink import findings, shrink
from tests.support.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.simulation.events import Case

UNDER_TEST = ("planner", "records", "engine", "connectors")
REGRESSIONS = Path(__file__).with_name("regressions")
_CHUNK = 25
_TELL = 250
_TWICE = 10
"""Every tenth run is played twice, and must leave the same trace (P7)."""


@dataclass(slots=True)
class Tally:
    """What a number of runs came to."""

    runs: int = 0
    twice: int = 0
    cycles: int = 0
    requests: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    found: dict[int, list[str]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.runs += other.runs
        self.twice += other.twice
        self.cycles += other.cycles
        self.requests += other.requests
        self.injected.update(other.injected)
        self.found.update(other.found)


def several(seeds: Sequence[int]) -> Tally:
    """Play the runs of some seeds."""
    tally = Tally()
    for seed in seeds:
        tally.runs += 1
        case = generate(seed)
        try:
            outcome = play(case)
        except Exception:  # noqa: BLE001 - whatever a run raises is a finding
            tally.found[seed] = [traceback.format_exc(limit=-4)]
            continue
        found = outcome.found
        if seed % _TWICE == 0:
            tally.twice += 1
            if play(case).digest != outcome.digest:
                found = [*found, "P7: the same seed gave another trace"]
        tally.cycles += outcome.cycles
        tally.requests += sum(not line.startswith((" ", "*", "!")) for line in outcome.trace)
        tally.injected.update(outcome.injected)
        if found:
            tally.found[seed] = found
    return tally


def _chunks(first: int, runs: int) -> Iterator[range]:
    last = first + runs
    return (range(start, min(start + _CHUNK, last)) for start in range(first, last, _CHUNK))


def _show(tally: Tally, seconds: float) -> None:
    sys.stdout.write(
        f"{tally.runs} runs in {seconds:.0f} s, {tally.runs / seconds:.1f} runs/s;"
        f" {tally.cycles} cycles, {tally.requests} requests, {tally.twice} runs played twice\n"
    )
    sys.stdout.write(f"{', '.join(UNDER_TEST)}: {fingerprint(*UNDER_TEST)}\n")
    for kind, count in sorted(tally.injected.items(), key=lambda one: (-one[1], one[0])):
        sys.stdout.write(f"  {count:7} {kind}\n")
    sys.stdout.write(f"{len(tally.found)} runs broke a promise\n")


def _written(case: Case, found: list[str]) -> str:
    """A case as a file, one event a line."""
    told = {"why": found[0] if found else "", **case.as_json()}
    events = ",\n".join(f"  {json.dumps(event)}" for event in told.pop("events"))
    return json.dumps(told, indent=1)[:-2] + f',\n "events": [\n{events}\n ]\n}}\n'


def _keep(seed: int, found: list[str]) -> None:
    """Shrink a failing run and write it where the tests replay it for ever."""
    case = shrink(generate(seed), found)
    path = REGRESSIONS / f"seed_{seed}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_written(case, findings(case)), encoding="utf-8")
    sys.stdout.write(f"seed {seed}: {found[0]}\n{json.dumps(case.as_json())}\nkept as {path.name}\n")


def main() -> int:
    """Answer 0 if no run broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=int, default=10, help="how many failures are shrunk and kept")
    asked = parser.parse_args()
    began = time.perf_counter()
    total = Tally()
    with ProcessPoolExecutor(asked.processes) as pool:
        for tally in pool.map(several, _chunks(asked.seed, asked.runs)):
            total.add(tally)
            if not total.runs % _TELL:
                sys.stderr.write(f"{total.runs} runs, {len(total.found)} broke a promise\n")
            for seed, found in tally.found.items():
                sys.stdout.write(f"seed {seed}: {found[0]}\n")
                sys.stdout.flush()
    _show(total, time.perf_counter() - began)
    for seed, found in list(total.found.items())[: asked.keep]:
        _keep(seed, found)
    return 1 if total.found else 0


if __name__ == "__main__":
    sys.exit(main())
