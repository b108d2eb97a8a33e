"""SPEC 6.1, 7.9: how long edits take to the other side is counted, and nothing else counts as late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.store.meters import Counted
from syncline.store.schedule import Whose
from tests.support.house import REP, House
from tests.support.house_people import add, person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def shift(house: House) -> Shift:
    """A first sync is behind it: one contact from either side."""
    put(house, person(1), REP)
    add(house, person(2), REP)
    working = Shift(house)
    house.clock.advance(timedelta(hours=1))
    working.work()
    return working


def counted(house: House, what: Counted) -> Mapping[str, int]:
    return {one.label: one.number for one in house.store.totals() if one.what is what}


def test_each_edit_counts_with_the_time_that_it_took(house: House, shift: Shift) -> None:
    put(house, person(3), REP)
    shift.after(EVERY)
    add(house, person(4), REP)
    house.store.hasten(Whose.ORG, ["acme"], house.clock())
    shift.after(20)
    assert counted(house, Counted.ARRIVED) == {"to_salesforce/600": 1, "to_mailbox/30": 1}
    took = counted(house, Counted.LATENCY)
    assert took["to_salesforce"] == pytest.approx(EVERY * 1000, abs=2000)
    assert took["to_mailbox"] == pytest.approx(20_000, abs=2000)


def test_a_first_sync_is_not_late(house: House, shift: Shift) -> None:
    assert shift.ran
    assert counted(house, Counted.WRITES)
    assert counted(house, Counted.ARRIVED) == counted(house, Counted.LATENCY) == {}


def test_what_came_into_sight_long_after_its_edit_is_not_late(house: House, shift: Shift) -> None:
    put(house, person(3), REP)
    shift.after(DAY + EVERY)
    assert house.org.count("Contact") == 3
    assert counted(house, Counted.ARRIVED) == {}
