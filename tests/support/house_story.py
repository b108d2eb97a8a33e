"""A small day of two busy people, played before and after a first sync: every kind of write, every kind of match."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.store.memory import MemoryStore
from tests.support.house import CONTACTS, EVENTS, House
from tests.support.house_people import BERLIN, add, both, change, contacts, edit, events, move, person, put, shown

if TYPE_CHECKING:
    from syncline.store.port import Store

REP = "rep@acme.example"


def first_day(store: Store | None = None) -> House:
    """Newcomers on both sides, a pair that differs, an equal pair, and events; nothing has been synced yet."""
    contacts = {**CONTACTS, "deletes": "both"}
    house = House(contacts=contacts, events=dict(EVENTS), store=store or MemoryStore())
    for number in (1, 2, 3):
        put(house, person(number))
    for number in (4, 5):
        add(house, person(number))
    put(house, {**person(6), "Department": "From the mailbox", "JobTitle": "Mine"})
    add(house, {**person(6), "MobilePhone": "+49 171 6", "JobTitle": "Theirs"})
    put(house, person(7))
    add(house, person(7))
    for day in (3, 4, 5):
        start, end = datetime(2026, 3, day, 9), datetime(2026, 3, day, 10)  # noqa: DTZ001 - wall time in the zone
        house.mailbox().create_event(f"Visit {day}", start, end, zone=BERLIN)
    house.wait(minutes=5)
    return house


def second_day(house: House) -> None:
    """Edits on each side, a conflict, a deletion on each side, a move out, an event edited and one deleted."""
    mine = {shown(item)["EmailAddress1"]: item for item in house.items()}
    theirs = {row["EmailAddress1"]: record_id for record_id, row in contacts(house).items()}
    email = [person(number)["EmailAddress1"] for number in range(8)]
    edit(house, mine[email[1]], JobTitle="Edited in the mailbox")
    change(house, theirs[email[4]], Department="Edited in Salesforce")
    edit(house, mine[email[6]], JobTitle="Conflict mine", HomePhone="+49 30 6")
    change(house, theirs[email[6]], JobTitle="Conflict theirs", BusinessCity="Bonn")
    house.mailbox().trash(mine[email[2]])
    house.org.as_user(REP).delete(theirs[email[5]])
    move(house, mine[email[7]], house.mailbox().well_known("contacts"))
    put(house, person(8))
    add(house, person(9))
    calendar = sorted(house.mailbox().well_known("calendar").items.values(), key=lambda item: item.number)
    house.mailbox().edit(calendar[0], {"Location": "Room 1"})
    house.mailbox().trash(calendar[1])
    house.wait(minutes=5)


def outline(house: House) -> dict[str, Any]:
    """What people see on both servers, without ids: two histories with the same end have the same outline."""
    mine, theirs = both(house)
    happenings = [(one["Subject"], one["StartDateTime"], one["Location"]) for one in events(house)]
    return {
        "mailbox": mine,
        "salesforce": theirs,
        "events": happenings,
        "errors": house.errors(),
        "asked": [row.kind for row in house.store.unresolved()],
    }
