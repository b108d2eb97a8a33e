"""`make fuzz HISTORIES=n SEED=s`: play so many histories on both cores, and print how many went through a second.

A history that breaks a promise is made short and printed as one line, which goes into `regressions.jsonl` once the
defect is mended. Ends with 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.fuzz.history import draw
from tests.fuzz.play import BrokenPromiseError, Play
from tests.fuzz.shrink import failure, shrink
from tests.support.fingerprint import fingerprint

CHUNK = 500


@dataclass(slots=True)
class Count:
    """What a chunk of histories came to."""

    histories: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    rounds: Counter[int] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)

    def add(self, other: Count) -> None:
        self.histories += other.histories
        self.deeds += other.deeds
        self.rounds += other.rounds
        self.failed.update(other.failed)


def play(seeds: range) -> Count:
    """Play the histories of some seeds."""
    count = Count()
    for seed in seeds:
        one = Play(draw(seed))
        try:
            one.run()
        except BrokenPromiseError as error:
            count.failed[seed] = str(error)
        count.histories += 1
        count.rounds[one.rounds] += 1
        count.deeds.update(deed.kind for deed in one.history.deeds)
    return count


def main() -> int:
    """Play, count, print."""
    said = _arguments()
    chunks = [
        range(start, min(start + CHUNK, said.seed + said.histories))
        for start in range(said.seed, said.seed + said.histories, CHUNK)
    ]
    total = Count()
    began = time.perf_counter()
    with ProcessPoolExecutor(said.processes) as pool:
        for count in pool.map(play, chunks):
            total.add(count)
            _progress(total, said.histories, began)
    _print(total, said.seed, time.perf_counter() - began)
    for seed, told in sorted(total.failed.items())[: said.show]:
        history = shrink(draw(seed))
        print(f"\nseed {seed}: {told}\nshortest: {failure(history)}\n{history.as_json()}")
    return 1 if total.failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--histories", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--show", type=int, default=3, help="how many failures to make short and print")
    return parser.parse_args()


def _progress(total: Count, wanted: int, began: float) -> None:
    if sys.stderr.isatty():
        rate = total.histories / (time.perf_counter() - began)
        print(
            f"\r{total.histories:,} of {wanted:,}, {rate:,.0f}/s, {len(total.failed)} failed", end="", file=sys.stderr
        )


def _print(total: Count, seed: int, seconds: float) -> None:
    print(f"seeds {seed} to {seed + total.histories - 1}: {total.histories:,} histories in {seconds:,.1f} s,", end=" ")
    print(f"{total.histories / seconds:,.0f}/s, {len(total.failed)} broke a promise")
    print("planner and records:", fingerprint("planner", "records"))
    print("deeds:", ", ".join(f"{kind} {number:,}" for kind, number in sorted(total.deeds.items())))
    print("rounds until rest:", ", ".join(f"{rounds}: {number:,}" for rounds, number in sorted(total.rounds.items())))


if __name__ == "__main__":
    sys.exit(main())
