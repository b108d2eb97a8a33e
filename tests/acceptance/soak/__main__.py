"""`make soak MINUTES=30 MAILBOXES=1000 SEED=1 WORKERS=2`: answers 0 if in the end every promise was kept."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from syncline.sandbox.faults import Fault, FaultKind
from tests.acceptance.soak.crowd import Crowd
from tests.support.plant import Plant, plant

KILLED_EVERY = 60.0
"""Seconds from one death of a worker to the next."""
THROTTLED_EVERY = 5.0
BUSY = 1.0
"""Seconds for which an org that is busy refuses requests."""
RESTARTS = 2
LONGEST = 300.0
"""Seconds from one cycle of a rep to the next, at most; shorter where the soak is short."""
_REST = 10
"""Cycle times until which everything has come to rest."""
_LOOK = 10.0
"""Seconds between two looks whether it has."""


@dataclass
class Soak:
    """One run."""

    works: Plant
    crowd: Crowd
    seconds: float
    every: float
    rate: float
    """Edits a second."""
    struck: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Let everybody work, and everything go wrong, until the time is over."""
        chance, began = random.Random(f"{self.crowd.seed} strikes"), time.monotonic()
        dues = {"kill": KILLED_EVERY, "throttle": THROTTLED_EVERY, "restart": self.seconds / (RESTARTS + 1)}
        pauses = dict(dues)
        while (now := time.monotonic() - began) < self.seconds:
            self.crowd.act()
            if now > dues["throttle"] - pauses["throttle"] + BUSY:
                self.works.world.org_faults.disarm()
            for what in [what for what, due in dues.items() if due <= now]:
                dues[what] += pauses[what]
                self.struck[what] += 1
                getattr(self, f"_{what}")(chance)
            threading.Event().wait(1 / self.rate)

    def _kill(self, chance: random.Random) -> None:
        worker = chance.choice(self.works.workers)
        worker.kill()
        worker.start()

    def _throttle(self, chance: random.Random) -> None:
        self.works.world.exchange.throttle(chance.randint(1, 5), back_off=chance.randint(500, 5000))
        faults = (FaultKind.TOO_MANY, FaultKind.UNAVAILABLE)
        self.works.world.org_faults.arm(Fault(chance.choice(faults), times=chance.randint(1, 3)))

    def _restart(self, _chance: random.Random) -> None:
        self.works.restart()

    def rest(self) -> list[str]:
        """Wait until nothing is left to do; answer what is wrong then."""
        self.works.world.exchange.throttle(0)
        self.works.world.org_faults.disarm()
        for _ in range(round(_REST * self.every / _LOOK)):
            threading.Event().wait(_LOOK)
            if json.loads(self.works.run("status", "--json").out)["in_step"] and not self.crowd.wrong():
                break
        wrong = self.crowd.wrong()
        wrong += [] if all(worker.alive for worker in self.works.workers) else ["a worker ended by itself"]
        wrong += ["P6: somebody received a mail"] if self.works.world.exchange.outbox else []
        for worker in self.works.workers:
            worker.stop()
        return wrong + self._idle()

    def _idle(self) -> list[str]:
        """P3: a cycle more writes nothing."""
        report = self.works.run("sync", "--once", "--json").json
        ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
        wrote = sum(way[what] for way in ways for what in ("created", "updated", "deleted", "failed"))
        return [f"P3: a cycle more wrote {wrote}"] * bool(wrote) + ["not in step"] * (not report["in_step"])


def main() -> int:
    """Answer 1 where something is wrong in the end."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--mailboxes", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3.0, help="edits a second")
    asked = parser.parse_args()
    seconds = asked.minutes * 60
    with (
        tempfile.TemporaryDirectory(prefix="syncline-soak-") as folder,
        plant(Path(folder), asked.mailboxes, 0) as works,
    ):
        crowd = Crowd(works.world, asked.seed)
        works.apply(generous=True)
        crowd.arrive()  # events that were made before a configuration was activated stay in Salesforce
        every = min(LONGEST, seconds / 6)
        for _ in range(asked.workers):
            works.worker(every)
        soak = Soak(works, crowd, seconds, every, asked.rate)
        soak.run()
        wrong = soak.rest()
    said = f"{asked.minutes:g} minutes, {asked.mailboxes} mailboxes, {asked.workers} workers, seed {asked.seed}: "
    said += f"{crowd.done.total()} edits ({_told(crowd.done)}); {_told(soak.struck)}; {len(crowd.kept)} records: "
    sys.stdout.write(said + ("in step, every promise kept\n" if not wrong else "WRONG\n"))
    sys.stdout.write("".join(f"  {one}\n" for one in wrong[:50]))
    return 1 if wrong else 0


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


if __name__ == "__main__":
    sys.exit(main())
