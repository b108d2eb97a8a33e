"""What must hold of events once everything is at rest: the pairs agree, and nothing that flows was left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.records.words import Collection
from tests.simulation import calendar
from tests.simulation.pairs import held_of, links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World


def events_apart(world: World) -> Iterator[str]:
    if world.events["direction"] == "none":
        return
    theirs = {row["Id"]: row for row in calendar.happenings(world)}
    for rep in world.reps:
        mine = {item.id: item for item in world.post.entries(rep)}
        held = held_of(world, rep)
        for link in links_of(world, rep, Collection.EVENTS):
            if link.id in held:
                continue
            item, row = mine.get(link.mailbox_id), theirs.get(link.salesforce_id)
            if item is None or row is None:
                name = str(link.base.get("Subject"))
                if name not in world.ledger.apart:
                    yield f"a live pair of events has only one half: {name}"
            elif (
                row["Subject"] in world.ledger.touched | world.ledger.apart | world.ledger.undone
                or world.ledger.events_apart
            ):
                continue
            elif item.end is None or not in_window(world, item.end):
                continue  # outside the window nothing syncs
            else:
                yield from _different(item, row)
        if not (world.ledger.events_apart or world.ledger.begun_anew):
            yield from _events_without_pair(world, rep, mine.values(), theirs.values())


def _different(item: Thing, row: dict[str, Any]) -> Iterator[str]:
    if item.place != row["Location"]:
        yield f"the place of {row['Subject']} differs: {item.place!r}, {row['Location']!r}"
    if not row["IsAllDayEvent"] and item.end != _ends(row):
        yield f"the end of {row['Subject']} differs: {item.end}, {row['EndDateTime']}"


def _events_without_pair(
    world: World, rep: str, mine: Iterable[Thing], theirs: Iterable[dict[str, Any]]
) -> Iterator[str]:
    links = links_of(world, rep, Collection.EVENTS)
    settled = {link.mailbox_id for link in links} | {link.salesforce_id for link in links} | held_of(world, rep)
    rows = world.store.unresolved(rep=f"acme/{rep}")
    settled |= {row.record_id for row in rows} | {one.id for row in rows for one in row.candidates}
    if world.start.events != "to_salesforce":
        owner = world.org.user_id(rep)
        for row in theirs:
            own = row["OwnerId"] == owner and row["Subject"] not in world.ledger.apart
            if own and row["Id"] not in settled and in_window(world, _ends(row)):
                yield f"the event {row['Subject']} of Salesforce never reached the calendar of {rep}"
    if world.start.events != "to_mailbox":
        for item in mine:
            inside = item.end is not None and in_window(world, item.end) and item.name not in world.ledger.apart
            if inside and item.id not in settled:
                yield f"the event {item.name} of the calendar of {rep} never reached Salesforce"


def _ends(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(row["EndDateTime"].replace("+0000", "+00:00"))


def in_window(world: World, end: datetime) -> bool:
    """Whether an event lies inside the window, and not near its edges."""
    return world.clock() + timedelta(days=2) < end < world.clock() + timedelta(days=700)
