"""What must hold of meetings once everything is at rest: everybody known is in each of them once, as last answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from syncline.records.words import Collection
from tests.simulation import calendar
from tests.simulation.event_checks import in_window
from tests.simulation.meetings import KNOWN
from tests.simulation.pairs import held_of, links_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.records.link import Link
    from tests.simulation.world import World


def meetings_apart(world: World) -> Iterator[str]:
    """Answer what is wrong with who takes part."""
    yield from _in_it_twice(world)
    flows = world.start.attendees and world.events["direction"] in {"both", "to_salesforce"}
    if not flows or world.ledger.events_apart or world.ledger.begun_anew:
        return
    for rep in world.reps:
        mine = {item.id: item for item in world.post.entries(rep)}
        for link in links_of(world, rep, Collection.EVENTS):
            item = mine.get(link.mailbox_id)
            if item is None or link.child or not item.hosted or link.id in held_of(world, rep):
                continue
            if item.end is not None and in_window(world, item.end) and item.name not in _unsettled(world):
                yield from _one_meeting(world, rep, item.name, link)


def _unsettled(world: World) -> set[str]:
    return world.ledger.apart | world.ledger.undone | world.ledger.touched


def _in_it_twice(world: World) -> Iterator[str]:
    """Whoever syncs has one event of a meeting: the organizer's child, or an own one."""
    rows = calendar.happenings(world, children=True)
    for (name, owner), count in Counter((row["Subject"], row["OwnerId"]) for row in rows).items():
        once = name in world.ledger.guests.keys() - world.ledger.series - _unsettled(world)
        if once and count > 1 and not world.ledger.begun_anew:
            yield f"P4: {owner} has {name} {count} times in Salesforce"


def _one_meeting(world: World, rep: str, name: str, link: Link) -> Iterator[str]:
    there, meant = calendar.invited(world, link.salesforce_id), world.ledger.guests.get(name, {})
    yield from invitations_apart(world, rep, name, link, meant)
    for mate in world.reps:
        if mate != rep and mate in meant and (mate in there) is _has_own(world, mate, name):
            yield f"{mate} is {'twice' if mate in there else 'not at all'} in {name} of {rep} in Salesforce"


def invitations_apart(world: World, rep: str, name: str, link: Link, meant: Mapping[str, str]) -> Iterator[str]:
    """Answer whom Salesforce knows who does not sync, and who is not invited to an event as is `meant`."""
    there, by_hand = calendar.invited(world, link.salesforce_id), world.ledger.invited_there.get(name, set())
    for one in KNOWN:
        if one not in by_hand and there.get(one) != meant.get(one):
            yield f"P2: {one} is {there.get(one)} in {name} in Salesforce, {meant.get(one)} in the calendar of {rep}"
    strangers = there.keys() - {*KNOWN, *world.reps}
    if strangers:
        yield f"P4: nobody invited {sorted(strangers)} to {name}"


def _has_own(world: World, rep: str, name: str) -> bool:
    mine = {item.id for item in world.post.entries(rep) if item.name == name}
    return any(one.mailbox_id in mine and not one.child for one in links_of(world, rep, Collection.EVENTS))
