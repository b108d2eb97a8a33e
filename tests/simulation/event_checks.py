"""What must hold of events once everything is at rest: the pairs agree, and nothing that flows was left behind."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.engine.unrolled import master_of
from syncline.records.words import Collection
from tests.simulation import calendar
from tests.simulation.pairs import held_of, links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from syncline.records.link import Link
    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World


def events_apart(world: World) -> Iterator[str]:
    if world.events["direction"] == "none":
        return
    theirs = {row["Id"]: row for row in calendar.happenings(world, children=True)}
    for rep in world.reps:
        mine = {item.id: item for item in world.post.entries(rep)}
        held = held_of(world, rep)
        for link in links_of(world, rep, Collection.EVENTS):
            if link.id in held:
                continue
            yield from _one_pair(world, link, mine.get(link.mailbox_id), theirs.get(link.salesforce_id))
        if not (world.ledger.events_apart or world.ledger.begun_anew):
            yield from _events_without_pair(world, rep, mine.values(), theirs.values())


def _one_pair(world: World, link: Link, item: Thing | None, row: dict[str, Any] | None) -> Iterator[str]:
    if master_of(link.mailbox_id)[1]:
        return
    if item is None or row is None:
        name = str(link.base.get("Subject"))
        if name not in world.ledger.apart:
            yield f"a live pair of events has only one half: {name}"
        return
    unsettled = world.ledger.series | world.ledger.touched | world.ledger.apart | world.ledger.undone
    if world.ledger.events_apart or link.child or row["Subject"] in unsettled or would_mail(world, row["Subject"]):
        return
    if item.end is not None and in_window(world, item.end):  # outside the window nothing syncs
        yield from _different(item, row)


def would_mail(world: World, name: str) -> bool:
    """Whether what was changed in Salesforce stays there: Microsoft 365 would mail who is, or was, invited."""
    return world.post.kind == "microsoft365" and world.start.events == "both" and name in world.ledger.guests


def _different(item: Thing, row: dict[str, Any]) -> Iterator[str]:
    if item.place != row["Location"]:
        yield f"the place of {row['Subject']} differs: {item.place!r}, {row['Location']!r}"
    if not row["IsAllDayEvent"] and item.end != ends(row):
        yield f"the end of {row['Subject']} differs: {item.end}, {row['EndDateTime']}"


def _events_without_pair(
    world: World, rep: str, mine: Iterable[Thing], theirs: Iterable[dict[str, Any]]
) -> Iterator[str]:
    links = links_of(world, rep, Collection.EVENTS)
    settled = {link.mailbox_id for link in links} | {link.salesforce_id for link in links} | held_of(world, rep)
    rows = world.store.unresolved(rep=f"acme/{rep}")
    settled |= {row.record_id for row in rows} | {one.id for row in rows for one in row.candidates}
    strange = world.ledger.apart | world.ledger.series
    if world.start.events != "to_salesforce":
        owner = world.org.user_id(rep)
        alone = [
            row["Subject"]
            for row in theirs
            if row["OwnerId"] == owner
            and not row["IsChild"]
            and row["Id"] not in settled
            and in_window(world, ends(row))
        ]
        for name in _unexcused(world, alone, strange, "mailbox"):
            yield f"the event {name} of Salesforce never reached the calendar of {rep}"
    if world.start.events != "to_mailbox":
        alone = [
            item.name for item in mine if item.id not in settled and item.end is not None and in_window(world, item.end)
        ]
        for name in _unexcused(world, alone, strange, "org"):
            yield f"the event {name} of the calendar of {rep} never reached Salesforce"


def _unexcused(world: World, alone: Iterable[str], strange: set[str], where: str) -> Iterator[str]:
    """Answer the names of what should have a pair.

    Of a series as many may be alone as persons deleted over there, where that is not to reach this side, or where
    somebody moved one out of the window, or in.
    """
    follows = world.start.remove_deleted and (where == "org" or world.start.events == "both")
    for name, count in Counter(alone).items():
        stays = not follows or name in world.ledger.renamed
        if name not in strange and count > (world.ledger.thrown_away[name, where] if stays else 0):
            yield name


def ends(row: Mapping[str, Any]) -> datetime:
    """When an event of Salesforce ends."""
    return datetime.fromisoformat(row["EndDateTime"].replace("+0000", "+00:00"))


def in_window(world: World, end: datetime) -> bool:
    """Whether an event lies inside the window, and not near its edges."""
    return world.clock() + timedelta(days=2) < end < world.clock() + timedelta(days=700)
