"""What turns did, in figures that name nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import structlog

from syncline.store.meters import BOUNDS, Count, Counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.jobs.rep_turn import Outcome

CycleCounts: TypeAlias = "Mapping[str, Mapping[str, Mapping[str, int]]]"
"""By collection, direction and what was done."""
WRITES = ("created", "updated", "deleted")


def wrote(counts: CycleCounts) -> bool:
    """Tell whether a cycle wrote anything."""
    return any(way[what] for collection in counts.values() for way in collection.values() for what in WRITES)


def figures(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Sum up, for one line of a log."""
    known = list(outcomes)
    done = sum(one.counts is not None for one in known)
    stopped = sum(one.error is not None for one in known)
    return {"reps": done, "stopped": stopped, **_sums(known)}


def log_cycle(outcome: Outcome) -> None:
    """Log one cycle, unless it had nothing to do."""
    log, sums = structlog.get_logger(), _sums([outcome])
    if outcome.error is not None:
        log.info("cycle stopped", code=outcome.error.code)
    elif any(sums.values()):
        log.info("cycle finished", **sums, seconds=round(outcome.seconds, 1))


def _sums(outcomes: Iterable[Outcome]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for one in outcomes:
        for collection in (one.counts or {}).values():
            for way in collection.values():
                sums.update(way)
    return {what: sums[what] for what in (*WRITES, "failed")}


def counts_of(outcomes: Iterable[Outcome]) -> list[Count]:
    """Sum up, for the meters."""
    counts: Counter[tuple[Counted, str]] = Counter()
    for one in outcomes:
        if one.error is not None:
            counts[Counted.STOPPED, one.error.code] += 1
        if one.counts is None:
            continue
        counts[Counted.CYCLES, ""] += 1
        counts[Counted.MILLISECONDS, ""] += round(one.seconds * 1000)
        for collection, ways in one.counts.items():
            for direction, way in ways.items():
                for what, number in way.items():
                    counts[Counted.WRITES, f"{collection}/{direction}/{what}"] += number
        for to, seconds in one.took.items():
            counts[Counted.LATENCY, to] += round(sum(seconds) * 1000)
            counts.update((Counted.ARRIVED, f"{to}/{_bound(took)}") for took in seconds)
    return [Count(what, label, number) for (what, label), number in counts.items() if number]


def _bound(seconds: float) -> str:
    return next(bound for bound in BOUNDS if seconds <= float(bound))
