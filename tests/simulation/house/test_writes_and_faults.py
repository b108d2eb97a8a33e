"""Every kind of write, on every mail system and in Salesforce, meets every fault once: nothing is lost or doubled."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.faults import FaultKind
from tests.support.house import CONTACTS, REP
from tests.support.house_calendars import SYSTEMS, change, meet, settle
from tests.support.house_faults import CHANGES, DELETES, EVENT_WRITES, INVITES, meets
from tests.support.house_people import add, contacts, events, person
from tests.support.house_people import change as change_contact
from tests.support.house_tables import events_with

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

GUEST = "guest@customer.example"
MAIL_WRITES = {
    "exchange": (
        rb"<m:CreateItem .*<t:Contact>",
        rb"<m:UpdateItem .*<t:Contact>",
        rb"<m:DeleteItem ",
        *EVENT_WRITES["exchange"],
    ),
    "microsoft365": (
        rb'"POST", "url": "[^"]*/contacts"',
        rb'"PATCH", "url": "[^"]*/contacts/',
        rb'"DELETE", "url": "[^"]*/contacts/',
        *EVENT_WRITES["microsoft365"],
    ),
    "google": (
        rb"/people:batchCreateContacts ",
        rb"/people:batchUpdateContacts ",
        rb"/people:batchDeleteContacts ",
        *EVENT_WRITES["google"],
    ),
}
"""By system: how the making, changing and deleting of contacts and events can be told. Exchange deletes both alike."""
ORG_WRITES = (
    rb'"POST", "url": "[^"]*/sobjects".*"type": "Event"\}',
    INVITES,
    CHANGES,
    DELETES,
)


def first_day(system: str) -> Calendar:
    """Two contacts and two events made in Salesforce, two events in the calendar; all is in step."""
    at = SYSTEMS[system](contacts={**CONTACTS, "deletes": "both"}, events=events_with(direction="both", attendees=True))
    at.house.org.as_user(REP).create("Contact", {"LastName": "Guest", "Email": GUEST})
    for number in (1, 2):
        add(at.house, person(number))
        meet(at, f"Ours {number}", f"2026-03-0{number + 2}T09:00", f"2026-03-0{number + 2}T10:00")
        enter(at, f"Theirs {number}", f"2026-03-0{number + 4}")
    settle(at)
    return at


def enter(at: Calendar, subject: str, day: str, *guests: str) -> None:
    times = {"Start": f"{day}T09:00:00@Europe/Berlin", "End": f"{day}T10:00:00@Europe/Berlin"}
    at.enter({"Subject": subject, **times}, guests=tuple((one, one) for one in guests))


def second_day(at: Calendar) -> None:
    """One of each is made, changed and deleted: contacts and events in Salesforce, events in the calendar."""
    house = at.house
    people = {held["EmailAddress1"]: record_id for record_id, held in contacts(house).items()}
    mine = {row["Subject"]: row["Id"] for row in events(house)}
    theirs = {str(one.values["Subject"]): one.id for one in at.records()}
    add(house, person(3))
    change_contact(house, people[person(1)["EmailAddress1"]], JobTitle="Changed")
    house.org.as_user(REP).delete(people[person(2)["EmailAddress1"]])
    meet(at, "Ours 3", "2026-03-09T09:00", "2026-03-09T10:00")
    change(at, mine["Ours 1"], Location="Room 1")
    house.org.as_user(REP).delete(mine["Ours 2"])
    enter(at, "Theirs 3", "2026-03-10", GUEST)
    at.edit(theirs["Theirs 1"], {"Location": "Room 2"})
    at.delete(theirs["Theirs 2"])
    house.wait(minutes=5)


def outline(at: Calendar) -> dict[str, Any]:
    """What people see on both sides, without ids."""
    house = at.house
    relations = house.org.admin.query("SELECT RelationId, Status FROM EventRelation")
    people = at.records(Collection.CONTACTS)
    return {
        "contacts": sorted((one["Surname"], one.get("JobTitle", "")) for one in contacts(house).values()),
        "folder": sorted((str(one.values["Surname"]), str(one.values.get("JobTitle", ""))) for one in people),
        "events": [(one["Subject"], one["StartDateTime"], one["Location"]) for one in events(house)],
        "calendar": [(one["Subject"], one["Start"], one.get("Location")) for one in at.values()],
        "invited": sorted(one["Status"] or "" for one in relations),
        "errors": house.errors(),
        "asked": [row.kind for row in house.store.unresolved()],
        "mails": at.mails,
    }


@cache
def undisturbed(system: str) -> dict[str, Any]:
    at = first_day(system)
    second_day(at)
    settle(at, 8)
    return outline(at)


def survives(system: str, server: str, writes: tuple[bytes, ...], kind: FaultKind) -> None:
    """Play both days; on the second, each of these writes meets the fault once."""
    at = first_day(system)
    second_day(at)
    told = meets(at, server, writes, kind)
    # A token is renewed within the cycle; a password that is refused is told.
    assert bool(told) is not (kind is FaultKind.SIGNED_OUT and (system, server) != ("exchange", "mail"))
    settle(at)
    assert outline(at) == undisturbed(system)


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_write_to_the_mailbox(system: str, kind: FaultKind) -> None:
    survives(system, "mail", MAIL_WRITES[system], kind)


@pytest.mark.parametrize("kind", FaultKind)
def test_a_write_to_salesforce(kind: FaultKind) -> None:
    survives("microsoft365", "org", ORG_WRITES, kind)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_undisturbed_day_ends_in_step(system: str) -> None:
    seen = undisturbed(system)
    assert seen["folder"] == seen["contacts"]
    assert [subject for subject, _, _ in seen["calendar"]] == ["Ours 1", "Ours 3", "Theirs 1", "Theirs 3"]
    assert sorted(subject for subject, _, _ in seen["events"]) == ["Ours 1", "Ours 3", "Theirs 1", "Theirs 3"]
    assert (seen["invited"], seen["errors"], seen["asked"], seen["mails"]) == (["New"], [], [], 0)
