"""`make crash KILLS=n SEED=s`: the crash test with as many kills as wanted; prints what struck and where it ended."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.acceptance.crash.play import differences, play

KILLS_A_ROUND = 4


def main() -> int:
    """Answer 1 where the two endings differ."""
    parser = argparse.ArgumentParser(prog="make crash")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rounds = max(1, asked.kills // KILLS_A_ROUND - 1)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="syncline-crash-") as folder:
        expected = play(Path(folder) / "undisturbed", asked.seed, 0, rounds)
        ending = play(Path(folder) / "killed", asked.seed, asked.kills, rounds)
    wrong = differences(ending, expected)
    struck = ", ".join(f"{name} {count}" for name, count in sorted(ending.struck.items()))
    held = sum(map(len, ending.contents.values()))
    said = f"{asked.kills} kills ({struck}), seed {asked.seed}, {rounds} rounds of edits: {held} records, "
    said += f"{len(ending.links)} links, {time.monotonic() - began:.0f} s: "
    sys.stdout.write(said + (f"DIFFERENT: {', '.join(wrong)}\n" if wrong else "the same end as undisturbed\n"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
