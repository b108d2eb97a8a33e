"""SPEC 7.1: how far each direction is, from the first page to a reset, in the guide's words."""

from __future__ import annotations

from dataclasses import replace

from syncline.store.changes import Changes
from syncline.web.overview import overview
from tests.support.house import House
from tests.support.house_people import add, person, put
from tests.support.house_tables import events_with
from tests.support.house_wire import tap


def said(house: House) -> set[str]:
    """Every word that the status says of the rep's four ways."""
    (one,) = overview(house.store)["reps"]
    return {word for each in one["collections"].values() for word in each["ways"].values()}


def heard(house: House) -> list[set[str]]:
    """Answer what the status said at each request to the mail server in the next cycle."""
    told: list[set[str]] = []
    _, wire = tap(house)
    wire.before = lambda _name: told.append(said(house))
    house.sync()
    wire.before = lambda _name: None
    return told


def test_from_the_first_page_to_a_reset() -> None:
    house = House(events=events_with(direction="both"))
    put(house, person(1))
    add(house, person(2))
    assert said(house) == {"Not started"}
    first = heard(house)
    assert {"Initial sync in progress", "Not started"} >= set.union(*first)
    assert said(house) == {"Initial sync completed"}
    assert set.union(*heard(house)) == {"Sync in progress"}
    assert said(house) == {"In sync"}
    house.store.commit(Changes(reps=[replace(rep, reset="marked") for rep in house.store.reps()]))
    assert "In sync" not in said(house)
    house.sync()
    assert said(house) == {"Initial sync completed"}


def test_what_is_listed_anew_every_day_is_not_initial_again() -> None:
    house = House()
    put(house, person(1))
    house.converge()
    house.wait(hours=30)
    assert set.union(*heard(house)) == {"Sync in progress", "configuration not set to sync"}
    assert said(house) == {"In sync", "configuration not set to sync"}
