"""SPEC 7.3 and 3.7: a reset, and a lost store, match everything again: nothing made, nothing deleted, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.web.overview import overview
from tests.support.house import House
from tests.support.house_people import (
    BERLIN,
    add,
    both,
    change,
    contacts,
    edit,
    events,
    kinds,
    move,
    person,
    put,
    rest,
    shown,
)  # fmt: skip
from tests.support.house_story import first_day, outline, second_day
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with, events_with
from tests.support.house_wire import tap

if TYPE_CHECKING:
    from collections.abc import Callable


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


CHANGED_BY_SALESFORCE: list[dict[str, str]] = [
    {"GivenName": "Cher"},
    {"CompanyName": "Acme GmbH"},
    {"EmailAddress1": "info@customer.example"},
    {"GivenName": "Ann", "Surname": "Lee", "CompanyName": "No such account"},
    {"Surname": "Solo"},
    {"GivenName": "G" * 60, "Surname": "S" * 100, "CompanyName": "Long names"},
    {"GivenName": "José", "Surname": "  Müller "},
]


@pytest.mark.parametrize("mishap", [reset, lose])
@pytest.mark.parametrize("values", CHANGED_BY_SALESFORCE, ids="-".join)
def test_whom_salesforce_holds_otherwise_is_known_again(
    mishap: Callable[[House], None], values: dict[str, str]
) -> None:
    """A name that stands in, a company without an account, a name cut short: the copy is not taken for a stranger."""
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    put(house, values)
    rest(house)
    before = both(house)
    mishap(house)
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    assert both(house) == before
    assert house.link_count(Collection.CONTACTS) == 1


@pytest.mark.parametrize("mishap", [reset, lose])
def test_two_who_look_alike_without_a_link_are_asked_about_and_not_doubled(mishap: Callable[[House], None]) -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    for company in ("No account", "None either"):
        put(house, {"GivenName": "Ann", "Surname": "Lee", "CompanyName": company})
    rest(house)
    assert len(contacts(house)) == 2
    mishap(house)
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    assert (len(house.items()), len(contacts(house))) == (2, 2)
    assert "several_in_salesforce" in kinds(house)


def test_on_a_first_match_a_namesake_without_that_company_is_a_stranger() -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    put(house, {"GivenName": "Ann", "Surname": "Lee", "CompanyName": "No such account"})
    add(house, {"GivenName": "Ann", "Surname": "Lee"})
    rest(house)
    assert len(contacts(house)) == 2


@pytest.mark.parametrize("deletes", ["keep", "both"])
def test_what_ended_stays_ended_through_a_reset(deletes: str) -> None:
    house = House(contacts=contacts_with(deletes=deletes), events=NO_EVENTS)
    for number in range(6):
        put(house, person(number))
    rest(house)
    house.wait(minutes=5)
    items = {shown(item)["EmailAddress1"]: item for item in house.items()}
    ids = {row["EmailAddress1"]: record_id for record_id, row in contacts(house).items()}
    emails = [person(number)["EmailAddress1"] for number in range(6)]
    house.mailbox().trash(items[emails[0]])
    house.org.as_user("rep@acme.example").delete(ids[emails[1]])
    moved = move(house, items[emails[2]], house.mailbox().well_known("contacts"))
    rest(house)
    before = both(house)
    for _ in range(2):
        reset(house)
        edit(house, house.items()[0], Department="Edited")
        assert made_or_deleted(house.sync()) == 0
        rest(house)
    after = both(house)
    assert [len(side) for side in after] == [len(side) for side in before]
    move(house, moved, house.folder())
    rest(house)
    assert len(contacts(house)) == len(before[1]), "moved back after a reset, it is the same pair"


@pytest.mark.parametrize("mishap", [reset, lose])
def test_events_are_paired_again_too(mishap: Callable[[House], None]) -> None:
    house = House(contacts=NO_CONTACTS, events=events_with())
    for day in range(2, 20):
        start, end = datetime(2026, 3, day, 14), datetime(2026, 3, day, 15)  # noqa: DTZ001 - wall time in the zone
        house.mailbox().create_event("Stand-up", start, end, zone=BERLIN)
    rest(house)
    made = len(events(house))
    mishap(house)
    assert made_or_deleted(house.sync()) == 0
    rest(house)
    assert len(events(house)) == made == house.link_count(Collection.EVENTS)


def test_a_reset_is_told_from_marked_to_gone() -> None:
    house = first_day()
    rest(house)
    reset(house)
    told: list[str] = []
    house.mailbox()
    org, _ = tap(house)
    org.before = lambda _name: told.append(overview(house.store, house.store.reps())["reps"][0]["state"])
    assert overview(house.store, house.store.reps())["reps"][0]["state"] == "marked for reset"
    house.sync()
    assert "reset in progress" in told
    assert overview(house.store, house.store.reps())["reps"][0]["state"] != "reset in progress"
