"""SPEC 4.4 and 7.3 where listings tell of a write minutes later (Google): what was not listed yet is not absent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.records.words import Collection
from syncline.store.memory import MemoryStore
from syncline.store.rows import MARKED
from tests.support.google_house import GoogleHouse
from tests.support.house_people import add, change, contacts, person
from tests.support.house_tables import NO_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

LATE = timedelta(minutes=9)


def late_house() -> GoogleHouse:
    house = GoogleHouse(contacts={"direction": "both", "deletes": "both"}, events=NO_EVENTS)
    house.converge()
    house.wait(minutes=15)
    house.converge()
    house.google.propagation = LATE
    return house


def lose(house: GoogleHouse) -> None:
    house.store = MemoryStore()
    house.apply()


def reset(house: GoogleHouse) -> None:
    house.store.save_setup(reps=[replace(rep, reset=MARKED) for rep in house.store.reps()])


def pass_time(house: GoogleHouse, minutes: int) -> None:
    for _ in range(minutes):
        house.wait(minutes=1)
        house.sync()


@pytest.mark.parametrize("mishap", [reset, lose])
def test_a_copy_that_is_not_listed_yet_is_not_made_again(mishap: Callable[[GoogleHouse], None]) -> None:
    house = late_house()
    add(house, person(1))
    house.sync()
    assert len(house.members()) == 1
    mishap(house)
    pass_time(house, 2)
    assert house.link_count(Collection.CONTACTS) == 0
    pass_time(house, 13)
    assert len(house.members()) == 1
    assert house.link_count(Collection.CONTACTS) == 1
    assert [rep.reset for rep in house.store.reps()] == [""]
    assert len(contacts(house)) == 1


def test_what_is_new_meanwhile_is_copied_once_everything_shows() -> None:
    house = late_house()
    lose(house)
    add(house, person(1))
    pass_time(house, 2)
    assert [rep.reset for rep in house.store.reps()] == ["in_progress"]
    assert house.members() == []
    pass_time(house, 10)
    assert len(house.members()) == 1


def test_a_copy_that_came_and_went_unlisted_ends_its_pair() -> None:
    house = late_house()
    add(house, person(1))
    house.sync()
    change(house, next(iter(contacts(house))), JobTitle="Edited")
    pass_time(house, 1)
    (copy,) = house.account().book.members(house.group())
    house.account().delete_contact(copy)
    house.wait(minutes=12)  # it came and went between two listings: none tells of it
    pass_time(house, 12)
    assert house.link_count(Collection.CONTACTS) == 0
    assert len(contacts(house)) == 1
