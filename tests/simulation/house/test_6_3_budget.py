"""SPEC 6.3: Syncline keeps to its share of an org's daily requests, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.jobs.budget import budget_of
from syncline.records.words import Collection
from tests.support.house import REP, House
from tests.support.house_people import person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from syncline.jobs.budget import Budget


@pytest.fixture
def house() -> House:
    return House()


def budget(house: House) -> Budget:
    row = next(row for row in house.store.connections() if row.name == "acme")
    return budget_of(house.store, row, house.clock())


def test_what_was_spent_is_what_the_org_counted(house: House) -> None:
    put(house, person(1))
    shift = Shift(house)
    shift.work()
    shift.after(EVERY)
    assert budget(house).spent == house.org.requests.used > 0
    assert budget(house).allowed == house.org.requests.limit // 5
    assert (budget(house).org_used, budget(house).org_limit) == (house.org.requests.used, house.org.requests.limit)


def test_a_spent_budget_stops_the_org_until_an_hour_has_passed_out_of_the_day(house: House) -> None:
    shift = Shift(house)
    shift.work()
    house.org.requests.limit = house.org.requests.used * 5 + 5
    shift.after(EVERY)
    assert budget(house).exhausted
    used = house.org.requests.used
    put(house, person(1))
    shift.after(EVERY)
    shift.after(3600)
    assert house.org.requests.used == used, "nothing more is asked of the org"
    assert house.errors() == ["budget_spent"]
    hours = 0
    while not house.link_count(Collection.CONTACTS, REP):
        shift.after(3600)
        hours += 1
    assert 20 <= hours <= 25


def test_the_org_is_not_stopped_by_what_others_spend(house: House) -> None:
    shift = Shift(house)
    shift.work()
    house.org.requests.used = house.org.requests.limit - 50
    put(house, person(1))
    shift.after(EVERY)
    assert house.errors() == []
    assert house.link_count(Collection.CONTACTS, REP) == 1
