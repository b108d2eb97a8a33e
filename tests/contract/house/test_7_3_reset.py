"""SPEC 7.3 and 3.7: a reset, and a lost store, match everything again: nothing made, nothing deleted, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from tests.support.house_people import add, change, contacts, edit, person, put, rest, shown
from tests.support.house_story import first_day, outline, second_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.house import House


def reset(house: House) -> None:
    house.store.commit(Changes(reps=[replace(rep, reset="marked") for rep in house.store.reps()]))


def lose(house: House) -> None:
    house.store = MemoryStore()
    house.apply()


def made_or_deleted(report: dict[str, Any]) -> int:
    ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
    return sum(way["created"] + way["deleted"] for way in ways)


@pytest.mark.parametrize("mishap", [reset, lose])
def test_nothing_is_made_deleted_or_changed(mishap: Callable[[House], None]) -> None:
    house = first_day()
    rest(house)
    before = outline(house)
    mishap(house)
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    assert outline(house) == before
    assert [rep.reset for rep in house.store.reps()] == [""]


def test_a_reset_goes_from_marked_to_done_and_keeps_ended_links_and_the_journal() -> None:
    house = first_day()
    rest(house)
    second_day(house)
    rest(house)
    before, journal = outline(house), house.store.journal()
    reset(house)
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    assert outline(house) == before
    assert {row.id for row in journal} <= {row.id for row in house.store.journal()}


@pytest.mark.parametrize("mishap", [reset, lose])
def test_what_was_edited_meanwhile_is_on_a_side_or_in_the_journal(mishap: Callable[[House], None]) -> None:
    house = first_day()
    rest(house)
    item = next(one for one in house.items() if shown(one)["EmailAddress1"] == person(1)["EmailAddress1"])
    record_id = next(one for one, row in contacts(house).items() if row["EmailAddress1"] == person(1)["EmailAddress1"])
    mishap(house)
    edit(house, item, JobTitle="Mine", Department="Only mine")
    change(house, record_id, JobTitle="Theirs", BusinessCity="Only theirs")
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    values = shown(item)
    assert (values["JobTitle"], values["Department"], values["BusinessCity"]) == ("Theirs", "Only mine", "Only theirs")
    assert "Mine" in [row.before.get("JobTitle") for row in house.store.journal()]


@pytest.mark.parametrize("mishap", [reset, lose])
def test_newcomers_are_still_copied(mishap: Callable[[House], None]) -> None:
    house = first_day()
    rest(house)
    mishap(house)
    put(house, person(20))
    add(house, person(21))
    rest(house)
    assert len(house.items()) == len(contacts(house)) == 9


def test_deletions_that_nobody_saw_are_not_guessed_after_a_lost_store() -> None:
    house = first_day()
    rest(house)
    lose(house)
    house.mailbox().trash(house.items()[0])
    rest(house)
    assert len(contacts(house)) == 7
    assert [row for row in house.store.journal() if row.action == "delete"] == []
