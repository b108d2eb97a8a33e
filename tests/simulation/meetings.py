"""What persons do about who takes part: an organizer invites and disinvites, guests answer, on either side."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from syncline.sandbox.salesforce import Access
from tests.simulation import calendar
from tests.simulation.people import chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.events import Event
    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World

COLLEAGUE = "colleague@acme.example"
"""A user who does not sync."""
LEADS = ("ann@prospect.example", "bob@prospect.example")
STRANGER = "stranger@elsewhere.example"
KNOWN = (COLLEAGUE, *LEADS)
"""Whom Salesforce knows, whatever people do to contacts."""
ANSWERS = {"accepted": "Accepted", "tentative": "Maybe", "declined": "Declined"}
"""The words of calendars, and those of Salesforce."""


def settle_in(world: World) -> None:
    """Let those be known who may be invited, and be seen by everybody."""
    org = world.org
    org.add_user(COLLEAGUE, last_name="Colleague")
    org.set_default("Lead", Access.READ)
    for one in LEADS:
        org.admin.create("Lead", {"LastName": one, "Company": "Prospect", "Email": one})
    if world.start.relate:
        org.setup.share_activities()


def invite(world: World, event: Event) -> None:
    """A rep says anew who takes part in an event."""
    rep = world.rep(event.value)
    item = chosen(calendar.own_entries(world, rep), event.pick)
    if item is None:
        return
    dice = Random(event.value)
    everybody = [*KNOWN, STRANGER, *(one for one in world.reps if one != rep)]
    guests = dice.sample(everybody, dice.randint(0, len(everybody)))
    ledger = world.ledger
    ledger.ask(item.name, guests)
    for one in {*guests} & {*world.reps} - ledger.made_by.get(item.name, set()):
        ledger.create(item.name, one)  # where attendees do not sync, or their copy came first, they have an own event
    world.post.invite(rep, item, guests)


def reply(world: World, event: Event) -> None:
    """Somebody answers an invitation."""
    rep = world.rep(event.value)
    asked = [one for one in calendar.own_entries(world, rep) if world.ledger.guests.get(one.name)]
    if item := chosen(asked, event.pick):
        answer(world, rep, item, event.value)


def answer(world: World, rep: str, item: Thing, value: int) -> None:
    """Let one of those who are asked to a meeting say whether they come."""
    guests = world.ledger.guests[item.name]
    who, word = sorted(guests)[value % len(guests)], list(ANSWERS)[value // 10 % len(ANSWERS)]
    guests[who] = ANSWERS[word]
    world.post.reply(rep, item, who, word)


def invite_there(world: World, event: Event) -> None:
    """Somebody invites a person in Salesforce, or takes one out there."""
    row = chosen(calendar.happenings(world), event.pick)
    ids = {one["Email"]: one["Id"] for sobject in ("User", "Lead") for one in _people(world, sobject)}
    who = KNOWN[event.value % len(KNOWN)]
    if row is None or who not in ids:
        return
    there = [one["Id"] for one in calendar.relations(world, row["Id"]) if one["RelationId"] == ids[who]]
    world.ledger.invited_there.setdefault(row["Subject"], set()).add(who)
    if there:
        world.org.admin.delete(there[0])
    else:
        world.org.admin.create("EventRelation", {"EventId": row["Id"], "RelationId": ids[who]})


def _people(world: World, sobject: str) -> list[dict[str, str]]:
    return world.org.admin.query(f"SELECT Id, Email FROM {sobject}")  # noqa: S608 - our own words


DEEDS: dict[str, Callable[[World, Event], None]] = {deed.__name__: deed for deed in (invite, reply, invite_there)}
