"""What persons do to events. An event bears its name in the subject; what is typed goes into the location."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.simulation.people import chosen
from tests.support.house_people import BERLIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.events import Event
    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World

_ZONES = (BERLIN, "Eastern Standard Time", "UTC", "India Standard Time")
_AHEAD = (0, 1, 2, 7, 26, 27, 28, 200, 729, 731, 760, -1, -40)
"""Days from now; some fall out of the window, on either side, and some come into it while the run goes on."""


_AN_EVENT = "GroupEventType != '3'"
"""The record that stands for a series is no event."""


def happenings(world: World, *, deleted: bool = False, children: bool = False) -> list[dict[str, Any]]:
    """The events in Salesforce, or those in the recycle bin, by id; on demand with what invited users have of them."""
    columns = "Id, Subject, Location, StartDateTime, EndDateTime, IsAllDayEvent, OwnerId, IsDeleted, IsPrivate, IsChild"
    found = world.org.admin.query(f"SELECT {columns} FROM Event WHERE {_AN_EVENT} ORDER BY Id", deleted=True)  # noqa: S608 - our own words
    return [row for row in found if row["IsDeleted"] is deleted and (children or not row["IsChild"])]


def relations(world: World, event_id: str) -> list[dict[str, Any]]:
    """The invitations to an event."""
    rows = world.org.admin.query("SELECT FIELDS(ALL) FROM EventRelation LIMIT 200")
    return [row for row in rows if row["EventId"] == event_id and row.get("IsInvitee", True)]


def invited(world: World, event_id: str) -> dict[str, str]:
    """Who is invited to an event, and what they answered."""
    return {(world.org.get(row["RelationId"]) or {})["Email"]: row["Status"] for row in relations(world, event_id)}


def _times(world: World, value: int) -> tuple[datetime, datetime] | tuple[date, date]:
    day = world.clock().date() + timedelta(days=_AHEAD[value % len(_AHEAD)])
    hour = value // 13 % 24
    if hour == 0:
        return day, day + timedelta(days=1 + value % 3)
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=value % 60)
    return start, start + timedelta(minutes=15 + value % 240)


def own_entries(world: World, rep: str) -> list[Thing]:
    """The single events that a rep may change in the calendar: copies of others' meetings are theirs."""
    return [one for one in world.post.entries(rep) if one.hosted and one.name not in world.ledger.series]


def _rows(world: World) -> list[dict[str, Any]]:
    """The events that somebody may have in hand; one of a series stands for them all."""
    found: dict[str, dict[str, Any]] = {}
    for row in happenings(world):
        found.setdefault(row["Subject"] if row["Subject"] in world.ledger.series else row["Id"], row)
    return list(found.values())


def enter(world: World, event: Event) -> None:
    """A rep enters an event in the calendar."""
    rep = world.rep(event.pick)
    name = world.ledger.name()
    world.ledger.create(name, rep)
    zone = _ZONES[event.value % len(_ZONES)]
    world.post.enter(rep, name, _times(world, event.value), zone, world.ledger.mark())


def add_happening(world: World, event: Event) -> None:
    """A rep enters an event in Salesforce."""
    rep = world.rep(event.pick)
    name = world.ledger.name()
    world.ledger.create(name, rep)
    told = {"Subject": name, "Location": world.ledger.mark(), **_in_the_org(_times(world, event.value))}
    world.org.as_user(rep).create("Event", told)


def _in_the_org(times: tuple[datetime, datetime] | tuple[date, date]) -> dict[str, Any]:
    start, end = times
    if isinstance(start, datetime):
        told = [f"{one.isoformat()}.000Z" for one in times]
    else:
        told = [f"{one.isoformat()}T00:00:00.000Z" for one in (start, end - timedelta(days=1))]
    return {"IsAllDayEvent": not isinstance(start, datetime), "StartDateTime": told[0], "EndDateTime": told[1]}


def edit_entry(world: World, event: Event) -> None:
    """A rep changes the place of an event, or of a whole series.

    Where events come from Salesforce alone, it stays until that changes it.
    """
    rep = world.rep(event.value)
    if item := chosen([one for one in world.post.entries(rep) if one.hosted], event.pick):
        world.ledger.replaced(str(item.place))
        if world.start.events == "to_mailbox":
            world.ledger.touched.add(item.name)
        world.post.edit_place(rep, item, world.ledger.mark())


def shift_entry(world: World, event: Event) -> None:
    """A rep moves an event to another time."""
    rep = world.rep(event.value)
    item = chosen(own_entries(world, rep), event.pick)
    start, end = _times(world, event.value // 7)
    if item is None or item.all_day or not (isinstance(start, datetime) and isinstance(end, datetime)):
        return
    if world.start.events == "to_mailbox":
        world.ledger.touched.add(item.name)
    world.ledger.renamed.add(item.name)  # the times are what an event is matched by
    world.post.shift(rep, item, start, end)


def trash_entry(world: World, event: Event) -> None:
    """A rep deletes an event."""
    rep = world.rep(event.value)
    if item := chosen(world.post.entries(rep), event.pick):
        world.ledger.leave(item.name, rep)
        world.ledger.removed.add(world.post.trash(rep, item))


def hide_entry(world: World, event: Event) -> None:
    """A rep makes an event private, or public again."""
    rep = world.rep(event.value)
    if item := chosen(own_entries(world, rep), event.pick):
        world.ledger.apart.add(item.name)
        world.post.hide(rep, item)


def edit_happening(world: World, event: Event) -> None:
    """Somebody changes an event in Salesforce. Where events come from the calendar alone, it stays until that does."""
    if row := chosen(_rows(world), event.pick):
        world.ledger.replaced(str(row["Location"]))
        if world.start.events == "to_salesforce" or row["Subject"] in world.ledger.series:
            world.ledger.touched.add(row["Subject"])
        world.org.admin.update(row["Id"], {"Location": world.ledger.mark()})


def shift_happening(world: World, event: Event) -> None:
    """Somebody moves an event in Salesforce to another time."""
    row = chosen(_rows(world), event.pick)
    times = _times(world, event.value // 7)
    if row is not None and row["IsAllDayEvent"] is not isinstance(times[0], datetime):
        world.ledger.renamed.add(row["Subject"])
        if world.start.events == "to_salesforce":
            world.ledger.touched.add(row["Subject"])
        world.org.admin.update(row["Id"], _in_the_org(times))


def hide_happening(world: World, event: Event) -> None:
    """Somebody makes an event private in Salesforce, or public again."""
    if row := chosen(_rows(world), event.pick):
        world.ledger.apart.add(row["Subject"])
        world.org.admin.update(row["Id"], {"IsPrivate": not row["IsPrivate"]})


def delete_happening(world: World, event: Event) -> None:
    """Somebody deletes an event in Salesforce: it stays deleted there, whatever becomes of the calendar's."""
    if row := chosen(_rows(world), event.pick):
        world.ledger.leave(row["Subject"], "org")
        world.ledger.removed.add(row["Id"])
        world.org.admin.delete(row["Id"])


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed
    for deed in (
        enter, add_happening, edit_entry, shift_entry, trash_entry, hide_entry, edit_happening, shift_happening,
        hide_happening, delete_happening,
    )
}  # fmt: skip
