"""SPEC 3.8: what a configuration would do, counted and listed, before it is made active; nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.store.memory import MemoryStore
from tests.support.house import REP, House
from tests.support.house_people import add, both, change, contacts, edit, person, picture, put, rest, shown
from tests.support.house_tables import NO_EVENTS
from tests.support.house_wire import tap

if TYPE_CHECKING:
    from syncline.store.changes import Changes


class WatchedStore(MemoryStore):
    """Knows whether anything was written into it."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def commit(self, changes: Changes) -> None:
        self.writes += 1
        super().commit(changes)

    def save_setup(self, **rows: Any) -> None:
        self.writes += 1
        super().save_setup(**rows)

    def reset(self, rep: str, collection: Collection | None = None) -> None:
        self.writes += 1
        super().reset(rep, collection)


def activate(house: House, *, active: bool) -> None:
    (row,) = house.store.configurations()
    house.store.save_setup(configurations=[replace(row, active=active)])


def varied(**settings: Any) -> House:
    """A house that never synced, with something of everything."""
    house = House(store=WatchedStore(), **settings)
    put(house, person(1))
    put(house, {**person(2), "JobTitle": "From the mailbox", "Department": "Mine"})
    add(house, {**person(2), "JobTitle": "From Salesforce"})
    add(house, person(3))
    put(house, {**person(4), "CompanyName": "Nobody & Sons"})
    put(house, {**person(5), "GivenName": "Another", "Surname": "Person"})
    add(house, person(5))
    box = house.mailbox()
    box.create_event("Lunch", house.clock(), house.clock().replace(hour=11))
    box.create_event("Doctor", house.clock(), house.clock().replace(hour=12), values={"Sensitivity": "Private"})
    activate(house, active=False)
    return house


def of(told: dict[str, Any], action: str, collection: str = "contacts") -> dict[str, int]:
    counts: dict[str, int] = told["reps"][REP][collection][action]
    return counts


def listed(told: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [item for item in told["items"] if item["action"] == action]


def test_everything_is_counted_and_nothing_is_written_anywhere() -> None:
    house = varied()
    before, marker = picture(house), house.folder().id
    writes = house.store.writes  # type: ignore[attr-defined]
    told = house.preview()
    assert picture(house) == before
    assert house.store.writes == writes  # type: ignore[attr-defined]
    assert house.folder().id == marker
    assert told["active"] is False
    assert of(told, "create") == {"to_salesforce": 2, "to_mailbox": 1}
    assert of(told, "match") == {"both": 1}
    assert of(told, "update") == {"to_salesforce": 1, "to_mailbox": 1}
    assert of(told, "overwritten") == {"to_salesforce": 0, "to_mailbox": 1}
    assert sum(of(told, "unresolved").values()) >= 2
    assert of(told, "create", "events") == {"to_salesforce": 1, "to_mailbox": 0}
    assert told["problems"] == []


def test_an_overwritten_value_is_listed_with_what_takes_its_place() -> None:
    told = varied().preview()
    (update,) = [item for item in listed(told, "update") if item["direction"] == "to_mailbox"]
    assert update["name"].endswith(f"<{person(2)['EmailAddress1']}>")
    assert update["fields"] == {"JobTitle": {"before": "From the mailbox", "after": "From Salesforce"}}
    (other,) = [item for item in listed(told, "update") if item["direction"] == "to_salesforce"]
    assert other["fields"] == {"Department": {"before": None, "after": "Mine"}}


def test_what_is_then_done_is_what_was_told() -> None:
    house = varied()
    told = house.preview()
    activate(house, active=True)
    done = house.sync()["reps"][REP]
    for collection in ("contacts", "events"):
        for way in ("to_salesforce", "to_mailbox"):
            counts = done[collection][way]
            assert of(told, "create", collection)[way] == counts["created"]
            assert of(told, "update", collection)[way] == counts["updated"]
    assert sum(of(told, "unresolved").values()) == len(house.store.unresolved())


def test_after_it_was_done_nothing_is_left_to_tell_but_what_is_open() -> None:
    house = varied()
    activate(house, active=True)
    rest(house)
    told = house.preview()
    assert {action: count for action, count in told["totals"].items() if count} == {
        "unresolved": len(house.store.unresolved())
    }


@pytest.mark.parametrize("active", [True, False])
def test_a_configuration_that_ran_before_tells_what_its_next_cycle_would_do(active: bool) -> None:  # noqa: FBT001
    house = House(events=NO_EVENTS, contacts={"direction": "both", "deletes": "both"})
    first, second = put(house, person(1)), put(house, person(2))
    record_id = add(house, person(3))
    rest(house)
    activate(house, active=active)
    edit(house, first, JobTitle="Edited")
    change(house, record_id, JobTitle="Changed")
    house.mailbox().trash(second)
    told = house.preview()
    assert of(told, "update") == {"to_salesforce": 1, "to_mailbox": 1}
    assert of(told, "delete") == {"to_salesforce": 1, "to_mailbox": 0}
    (deleted,) = listed(told, "delete")
    assert person(2)["Surname"] in deleted["name"]
    assert len(contacts(house)) == 3
    assert house.link_count(Collection.CONTACTS) == 3
    activate(house, active=True)
    rest(house)
    mine, theirs = both(house)
    assert mine == theirs
    assert len(mine) == 2


def test_what_the_guard_would_hold_is_told() -> None:
    house = House(events=NO_EVENTS, contacts={"direction": "both", "deletes": "both"})
    for number in range(12):
        put(house, person(number))
    rest(house)
    for item in house.items():
        house.mailbox().trash(item)
    told = house.preview()
    assert (of(told, "delete")["to_salesforce"], of(told, "held")["to_salesforce"]) == (5, 7)
    assert len(contacts(house)) == 12


def test_a_folder_that_is_not_there_is_not_made_and_not_marked() -> None:
    house = House(events=NO_EVENTS, store=WatchedStore())
    add(house, person(1))
    activate(house, active=False)
    told = house.preview()
    assert of(told, "create") == {"to_salesforce": 0, "to_mailbox": 1}
    assert "Salesforce_Sync" not in [folder.name for folder in house.mailbox().folders.values()]


def test_only_what_reads_goes_over_the_wire() -> None:
    house = varied()
    org, mail = tap(house)
    wrote: list[str] = []
    for wire in (org, mail):
        wire.before = lambda name, wire=wire: wrote.append(name) if wire.writing else None  # type: ignore[misc]
    house.preview()
    assert org.seen
    assert mail.seen
    assert wrote == []


def test_who_cannot_sync_is_told_with_the_reason() -> None:
    house = varied()
    house.org.admin.update(house.org.user_id(REP), {"IsActive": False})
    told = house.preview()
    assert [(one["rep"], one["code"]) for one in told["problems"]] == [(REP, "user_inactive")]
    assert house.errors() == []


def test_a_user_name_that_is_misspelt_is_told_by_that_name() -> None:
    """Not by the mailbox that the set-up names beside it, which may be right."""
    house = varied()
    (row,) = house.store.reps()
    wrong = replace(row, id="acme/misspelt@acme.example", username="misspelt@acme.example")
    house.store.save_setup(reps=[replace(wrong, mailbox="else@acme.example", overridden=True, user_id="")])
    (problem,) = house.preview()["problems"]
    assert (problem["user"], problem["code"]) == ("misspelt@acme.example", "user_unknown")
    assert "It is the Username of the user record" in problem["remedy"]


def test_all_are_counted_and_a_sample_is_listed() -> None:
    house = House(events=NO_EVENTS)
    for number in range(9):
        put(house, person(number))
    activate(house, active=False)
    told = house.preview(sample=4)
    assert of(told, "create")["to_salesforce"] == 9
    assert len(listed(told, "create")) == 4
    assert shown(house.items()[0])["Surname"] in listed(told, "create")[0]["name"]


def test_of_a_private_event_nothing_is_told_but_that_it_is_there() -> None:
    house = varied(events={"direction": "to_salesforce", "private": True})
    told = house.preview()
    assert min(item["name"] for item in told["items"] if item["collection"] == "events") == "(private)"
    assert "Doctor" not in str(told)


def test_whom_somebody_made_anew_in_salesforce_is_told_as_a_match_as_the_cycle_finds_it() -> None:
    house = House(events=NO_EVENTS)
    put(house, person(1))
    rest(house)
    (record_id,) = contacts(house)
    house.org.admin.delete(record_id)
    rest(house)
    add(house, person(1))
    told = house.preview()
    assert (of(told, "match"), sum(of(told, "create").values())) == ({"both": 1}, 0)
    rest(house)
    assert len(house.items()) == len(contacts(house)) == 1
