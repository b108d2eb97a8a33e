"""What must hold of series once everything is at rest: each occurrence stands once, as the calendar has it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.engine.unrolled import is_series
from syncline.records.moments import start_instant
from syncline.records.recurrence.instances import instances
from tests.simulation import calendar, series_reading
from tests.simulation.event_checks import ends
from tests.simulation.pairs import held_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.records.record import Record
    from tests.simulation.world import World

_NEAR, _FAR = timedelta(days=2), timedelta(days=88)
"""What is past stays as it was; what comes nearer comes in once a day."""


def series_apart(world: World) -> Iterator[str]:
    """Answer what is wrong with series."""
    settled = world.ledger.series - (
        world.ledger.apart | world.ledger.undone | world.ledger.touched | world.ledger.renamed
    )
    yield from _twice(world, settled)
    flows = world.start.series and world.events["direction"] in {"both", "to_salesforce"}
    if not flows or world.ledger.events_apart or world.ledger.begun_anew:
        return
    for rep in world.reps:
        there = _there(world, rep)
        for item in world.post.entries(rep):
            record = series_reading.read(world, rep, item.id) if item.name in settled else None
            if record is not None:
                yield from _one_series(world, rep, item.name, _shown(world, record), there)


def _twice(world: World, settled: set[str]) -> Iterator[str]:
    rows = calendar.happenings(world)
    for (name, owner, begins), count in Counter(
        (row["Subject"], row["OwnerId"], row["StartDateTime"]) for row in rows
    ).items():
        if name in settled and count > 1:
            yield f"P4: {owner} has the occurrence of {name} at {begins} {count} times in Salesforce"


def _there(world: World, rep: str) -> Counter[tuple[str, str, str]]:
    owner = world.org.user_id(rep)
    rows = [row for row in calendar.happenings(world) if row["OwnerId"] == owner and _inside(world, ends(row))]
    return Counter((row["Subject"], ends(row).isoformat(), str(row["Location"])) for row in rows)


def _shown(world: World, record: Record) -> Counter[tuple[str, str, str]]:
    now, far = world.clock(), world.clock() + _FAR
    found = [record.values]
    if is_series(record):
        found = [one.values for one in instances(record.values, now, far, series_reading.HOME)]
    told = [(str(one["Subject"]), start_instant(str(one["End"]), series_reading.HOME), one) for one in found]
    return Counter((name, end.isoformat(), str(one.get("Location"))) for name, end, one in told if _inside(world, end))


def _inside(world: World, end: datetime) -> bool:
    return world.clock() + _NEAR < end < world.clock() + _FAR


def _one_series(
    world: World, rep: str, name: str, shown: Counter[tuple[str, str, str]], there: Counter[tuple[str, str, str]]
) -> Iterator[str]:
    held = Counter({one: count for one, count in there.items() if one[0] == name})
    if missing := sorted((shown - held).elements()):
        yield f"P2: {len(missing)} occurrences of {name} of {rep} are not in Salesforce, {missing[0][1:]} first"
    left = world.start.remove_deleted and not held_of(world, rep)
    if left and (extra := sorted((held - shown).elements())):
        yield f"P2: {len(extra)} occurrences of {name} of {rep} are in Salesforce alone, {extra[0][1:]} first"
