"""What must hold of series once everything is at rest: each occurrence stands once, as the calendar has it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.engine.unrolled import is_series, master_of
from syncline.records.attendees import read_attendees
from syncline.records.fields import ATTENDEES, EXCEPTIONS
from syncline.records.moments import start_instant
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.instances import instance, instances
from syncline.records.words import Collection
from tests.simulation import calendar, series_reading
from tests.simulation.event_checks import ends
from tests.simulation.meeting_checks import invitations_apart
from tests.simulation.meetings import ANSWERS
from tests.simulation.pairs import held_of, links_of

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
                yield from _uninvited(world, rep, item.name, record) if world.start.attendees else ()


def _uninvited(world: World, rep: str, name: str, series: Record) -> Iterator[str]:
    """Whoever is asked to a series and known is invited to each of its occurrences, as last answered."""
    rows = {row["Id"]: row for row in calendar.happenings(world)}
    own = read_exceptions(str(series.values.get(EXCEPTIONS, "")))
    for link in links_of(world, rep, Collection.EVENTS):
        master, original = master_of(link.mailbox_id)
        row = rows.get(link.salesforce_id)
        if master != series.id or not original or row is None or not _inside(world, ends(row)):
            continue
        if link.id not in held_of(world, rep):
            meant = _asked(series, original) if original in own else world.ledger.guests.get(name, {})
            yield from invitations_apart(world, rep, name, link, meant)


def _asked(series: Record, original: str) -> dict[str, str]:
    """Who takes part in an occurrence that somebody changed: from then on it has a list of its own."""
    told = read_attendees(str(instance(series.values, original).get(ATTENDEES, "")))
    return {one.address: ANSWERS.get(one.response, "New") for one in told}


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
