"""P4: an answer lost before or after the server acted, at every write in turn: the same end, no duplicates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house import House
from tests.support.house_people import add, both, contacts, edit, person, put, rest
from tests.support.house_story import first_day, outline, second_day
from tests.support.house_tables import NO_EVENTS
from tests.support.house_wire import nth, tap, writes

if TYPE_CHECKING:
    from syncline.sandbox.faults import Faults

MOST = 8


@cache
def undisturbed(day: int) -> dict[str, Any]:
    house = first_day()
    rest(house)
    if day == 2:
        second_day(house)
        rest(house)
    return outline(house)


def at_day(day: int) -> House:
    house = first_day()
    if day == 2:
        house.converge()
        second_day(house)
    return house


def line(house: House, server: str) -> Faults:
    return house.org_faults if server == "org" else house.mail_faults


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("server", ["org", "mail"])
@pytest.mark.parametrize("kind", [FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER])
def test_a_write_whose_answer_is_lost(server: str, kind: FaultKind, day: int) -> None:
    number = 0
    while True:
        house = at_day(day)
        faults = line(house, server)
        faults.arm(nth(number, kind, only_writes=True))
        first = house.sync()
        if not faults.acted:
            break
        assert first["errors"] == 1, f"write {number} was lost in silence"
        assert all(row.remedy for row in house.store.errors())
        house.converge(MOST)
        assert outline(house) == undisturbed(day), f"write {number}"
        number += 1
    assert number >= 2


@pytest.mark.parametrize("server", ["org", "mail"])
def test_a_write_that_times_out_although_it_was_done(server: str) -> None:
    """The server may still be at work: what it makes is looked for only after a while, then found."""
    number = 0
    while True:
        house = first_day()
        wires = dict(zip(("org", "mail"), tap(house), strict=True))
        hit = _time_out(wires[server], number)
        house.sync()
        if not hit:
            break
        assert house.errors() == ["timed_out"]
        house.converge(MOST)
        assert outline(house) == undisturbed(1), f"write {number}"
        number += 1
    assert number >= 2


@pytest.mark.parametrize("field", ["Email", "LastName"])
def test_a_copy_that_somebody_edits_before_it_was_looked_for_is_not_made_twice(field: str) -> None:
    """Neither by its address nor by its name would it be matched any more."""
    house = House(events=NO_EVENTS)
    put(house, person(1))
    house.org_faults.arm(Fault(FaultKind.LOST_AFTER, writes))
    house.sync()
    assert len(house.org_faults.acted) == 1
    (record_id,) = contacts(house)
    house.org.admin.update(record_id, {field: "other@customer.example"})
    rest(house)
    assert len(contacts(house)) == len(house.items()) == 1
    assert both(house)[0] == both(house)[1]
    assert house.store.unresolved() == []


def test_a_copy_in_the_mailbox_that_is_edited_before_it_was_looked_for_keeps_the_edit() -> None:
    house = House(events=NO_EVENTS)
    add(house, person(1))
    house.mail_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"CreateItem>" in body))
    house.sync()
    assert len(house.mail_faults.acted) == 1
    (item,) = house.items()
    house.wait(minutes=1)
    edit(house, item, JobTitle="Chief")
    rest(house)
    assert both(house)[0] == both(house)[1]
    assert [one["JobTitle"] for one in both(house)[0]] == ["Chief"]


def test_what_the_rep_made_by_hand_is_nobodys_lost_copy() -> None:
    """A namesake with another address, edited after the rep had entered it, is somebody else."""
    house = House(events=NO_EVENTS)
    mine = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@customer.example", "JobTitle": "Clerk"}
    put(house, mine)
    other = add(house, {**mine, "EmailAddress1": "lee@elsewhere.example", "JobTitle": "Pilot"})
    house.wait(minutes=1)
    house.org_faults.arm(Fault(FaultKind.LOST_BEFORE, writes))
    house.sync()
    house.wait(minutes=1)
    house.org.admin.update(other, {"Department": "Crew"})
    rest(house)
    assert len(contacts(house)) == len(house.items()) == 2


def _time_out(wire: Any, number: int) -> list[str]:
    hit: list[str] = []
    seen = iter(range(1000))

    def after(name: str) -> None:
        if wire.writing and next(seen) == number:
            hit.append(name)
            raise requests.exceptions.ReadTimeout

    wire.after = after
    return hit


def test_what_counts_as_a_write() -> None:
    assert writes(b"<s:Body><m:CreateItem/></s:Body>", {})
    assert not writes(b"<s:Body><m:GetItem/></s:Body>", {})
    assert not writes(b'{"compositeRequest": [{"method": "GET", "referenceId": "a"}]}', {"PATH_INFO": "/composite"})
