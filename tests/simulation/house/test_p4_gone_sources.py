"""P4: a copy's answer is lost, and what it was made of is deleted before anybody looked. The deletion counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.link import Ended
from syncline.records.words import Collection, Side
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import Action
from tests.support.google_house import GoogleHouse
from tests.support.house import REP, House
from tests.support.house_calendars import SYSTEMS, calendar, meet, settle
from tests.support.house_people import add, contacts, person, put, rest
from tests.support.house_tables import NO_EVENTS, contacts_with
from tests.support.house_wire import writes

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.faults import Faults
    from tests.support.house_calendars import Calendar

every_system = pytest.mark.parametrize("system", SYSTEMS)
kinds = pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
VISIT = {"Subject": "Visit", "Start": "2026-03-04T09:00:00@Europe/Berlin", "End": "2026-03-04T10:00:00@Europe/Berlin"}


def lose(house: House, faults: Faults, kind: FaultKind, matches: Callable[[bytes, Any], bool]) -> None:
    """Let the answer of the next such request be lost."""
    fault = Fault(kind, matches)
    faults.arm(fault)
    house.sync()
    assert not fault.times, "the fault happened"


def later(at: Calendar) -> None:
    for _ in range(4):
        at.house.wait(minutes=3)
        at.house.sync()
    settle(at)


def deletions(house: House) -> list[tuple[Side, bool]]:
    rows = [row for row in house.store.journal() if row.action is Action.DELETE]
    return [(row.side, bool(row.whole)) for row in rows]


@every_system
@kinds
@pytest.mark.parametrize("direction", ["both", "to_salesforce"])
def test_an_event_that_is_called_off_leaves_salesforce(system: str, kind: FaultKind, direction: str) -> None:
    at = calendar(system, direction)
    settle(at)
    visit = at.enter(VISIT)
    lose(at.house, at.house.org_faults, kind, lambda body, _environ: b'"Subject"' in body and b'"POST"' in body)
    assert at.house.org.count("Event") == (kind is FaultKind.LOST_AFTER)
    at.delete(visit)
    later(at)
    assert (at.house.org.count("Event"), at.records()) == (0, [])
    assert deletions(at.house) == ([(Side.SALESFORCE, True)] if kind is FaultKind.LOST_AFTER else [])


@every_system
@kinds
@pytest.mark.parametrize("direction", ["both", "to_mailbox"])
def test_an_event_that_is_deleted_in_salesforce_leaves_the_calendar(
    system: str, kind: FaultKind, direction: str
) -> None:
    at = calendar(system, direction)
    settle(at)
    visit = meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00")
    word = at.making.encode()
    lose(at.house, at.faults, kind, lambda body, _environ: word in body)
    at.house.wait(seconds=10)
    assert len(at.records()) == (kind is FaultKind.LOST_AFTER)
    at.house.org.as_user(REP).delete(visit)
    later(at)
    assert (at.house.org.count("Event"), at.records()) == (0, [])
    assert deletions(at.house) == ([(Side.MAILBOX, True)] if kind is FaultKind.LOST_AFTER else [])


@pytest.mark.parametrize("deletes", ["both", "keep"])
@pytest.mark.parametrize("minutes", [0, 5])
def test_a_contact_that_leaves_the_mailbox(deletes: str, minutes: int) -> None:
    """Kept, the copy stays alone, and does not come back to where it was deleted."""
    house = House(contacts=contacts_with(deletes=deletes), events=NO_EVENTS)
    house.converge()
    item = put(house, person(1))
    lose(house, house.org_faults, FaultKind.LOST_AFTER, writes)
    house.mailbox().trash(item)
    house.wait(minutes=minutes)
    house.sync()
    house.wait(minutes=11)
    rest(house)
    assert (len(contacts(house)), house.items()) == (deletes == "keep", [])
    assert house.link_count(Collection.CONTACTS) == 0
    assert endings(house) == [Ended.DELETED_IN_MAILBOX if deletes == "keep" else Ended.DELETED_ON_BOTH]


@pytest.mark.parametrize("deletes", ["both", "keep"])
def test_a_contact_that_leaves_salesforce(deletes: str) -> None:
    house = House(contacts=contacts_with(deletes=deletes), events=NO_EVENTS)
    house.converge()
    made = add(house, person(1))
    lose(house, house.mail_faults, FaultKind.LOST_AFTER, lambda body, _environ: b"CreateItem>" in body)
    house.org.as_user(REP).delete(made)
    house.wait(minutes=1)
    house.sync()
    house.wait(minutes=11)
    rest(house)
    assert (contacts(house), len(house.items())) == ({}, deletes == "keep")
    assert endings(house) == [Ended.DELETED_IN_SALESFORCE if deletes == "keep" else Ended.DELETED_ON_BOTH]


def test_a_contact_that_leaves_salesforce_while_google_lists_late() -> None:
    """Until Google tells of the copy, it is neither looked for nor taken for a contact that the rep made."""
    house = GoogleHouse(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    house.converge()
    made = add(house, person(1))
    house.wait(minutes=1)
    batch = ":batchCreateContacts"
    faults = house.google_faults
    lose(house, faults, FaultKind.LOST_AFTER, lambda _body, environ: str(environ["PATH_INFO"]).endswith(batch))
    assert len(house.members()) == 1
    house.org.as_user(REP).delete(made)
    for _ in range(10):
        house.wait(minutes=3)
        house.sync()
    assert (contacts(house), house.members()) == ({}, [])
    assert deletions(house) == [(Side.MAILBOX, True)]


def endings(house: House) -> list[Ended | None]:
    links = house.store.links(f"acme/{REP}", Collection.CONTACTS, Side.SALESFORCE, every_id(house))
    return [link.ended for link in links]


def every_id(house: House) -> list[str]:
    return [row["Id"] for row in house.org.admin.query("SELECT Id FROM Contact", deleted=True)]
