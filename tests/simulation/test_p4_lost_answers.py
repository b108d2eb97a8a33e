"""P4: an answer lost before or after the server acted, at every write in turn: the same end, no duplicates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.sandbox.faults import FaultKind
from tests.support.house_people import rest
from tests.support.house_story import first_day, outline, second_day
from tests.support.house_wire import nth, tap, writes

if TYPE_CHECKING:
    from syncline.sandbox.faults import Faults
    from tests.support.house import House

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
