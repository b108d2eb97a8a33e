"""SPEC 5.3: private events under each direction, busy time alone, and what becomes of it when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from tests.support.house import quiet
from tests.support.house_calendars import MORNING, calendar, change, every_system, meet, paired, row, settle

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar


@every_system
@pytest.mark.parametrize("private", [False, True])
def test_a_private_event_of_salesforce(system: str, *, private: bool) -> None:
    at = calendar(system, private=private)
    settle(at)
    made = meet(at, "Dentist", "2026-03-04T08:00", "2026-03-04T09:00", IsPrivate=True)
    settle(at)
    assert [one.get("Sensitivity") for one in at.values()] == (["Private"] if private else [])
    change(at, made, IsPrivate=False)
    settle(at)
    assert [one.get("Sensitivity") for one in at.values()] == [None]


@every_system
def test_made_private_in_salesforce_it_stops_and_public_again_it_goes_on(system: str) -> None:
    at = paired(system)
    change(at, row(at)["Id"], IsPrivate=True, Location="Secret")
    settle(at)
    assert (at.only().values["Location"], at.only().values.get("Sensitivity")) == ("Here", None)
    assert at.house.link_count(Collection.EVENTS) == 0
    change(at, row(at)["Id"], IsPrivate=False, Location="There")
    settle(at)
    assert at.only().values["Location"] == "There"
    assert at.house.link_count(Collection.EVENTS) == 1


@every_system
@pytest.mark.parametrize("direction", ["both", "to_mailbox"])
def test_busy_only_takes_the_time_of_a_private_event_out_and_nothing_else(system: str, direction: str) -> None:
    at = calendar(system, direction, private="busy_only")
    settle(at)
    made = meet(
        at, "Dentist", "2026-03-04T08:00", "2026-03-04T09:00", IsPrivate=True, Location="Secret", Description="Root"
    )
    settle(at)
    assert at.only().values["Subject"] == "Busy"
    assert not {"Location", "Body"} & at.only().values.keys()
    change(at, made, Subject="Surgeon", StartDateTime="2026-03-04T07:00:00.000Z")
    settle(at)
    assert (at.only().values["Subject"], at.only().values["Start"]) == ("Busy", "2026-03-04T08:00:00@Europe/Berlin")
    assert (row(at)["Subject"], row(at)["Location"]) == ("Surgeon", "Secret")


@every_system
def test_busy_only_what_salesforce_types_into_the_copy_never_overwrites_the_content(system: str) -> None:
    at = calendar(system, private="busy_only")
    mine = at.enter({"Subject": "Dentist", "Location": "Secret", "Sensitivity": "Private", **MORNING})
    settle(at)
    assert (row(at)["Subject"], row(at)["Location"]) == ("Busy", None)
    change(at, row(at)["Id"], Subject="Typed", Location="Typed", StartDateTime="2026-03-04T07:30:00.000Z")
    settle(at)
    (record,) = at.records()
    assert record.id == mine
    assert (record.values["Subject"], record.values["Location"]) == ("Dentist", "Secret")
    assert record.values["Start"] == "2026-03-04T08:30:00@Europe/Berlin"


@every_system
def test_busy_only_made_private_in_salesforce_the_calendar_keeps_its_content(system: str) -> None:
    at = paired(system, private="busy_only")
    change(at, row(at)["Id"], IsPrivate=True)
    settle(at)
    values = at.only().values
    assert (values["Subject"], values["Location"], values["Sensitivity"]) == ("Visit", "Here", "Private")


SECRET = {"Subject": "Dentist", "Location": "Secret", "Body": "Root"}


def content(at: Calendar) -> dict[str, Any]:
    """What the calendar's only event says besides its time."""
    return {label: value for label, value in at.only().values.items() if label in SECRET}


def dentist(at: Calendar) -> str:
    """A private event of Salesforce, whose copy says nothing."""
    settle(at)
    made = meet(
        at, "Dentist", "2026-03-04T08:00", "2026-03-04T09:00", IsPrivate=True, Location="Secret", Description="Root"
    )
    settle(at)
    assert content(at) == {"Subject": "Busy"}
    at.house.wait(hours=1)
    return made


@every_system
@pytest.mark.parametrize("direction", ["both", "to_mailbox"])
@pytest.mark.parametrize("edited", [False, True])
def test_busy_only_what_is_made_public_in_salesforce_tells_all_in_the_calendar(
    system: str, direction: str, *, edited: bool
) -> None:
    at = calendar(system, direction, private="busy_only")
    made = dentist(at)
    if edited:  # a cycle has read what the event says, and kept it to itself
        change(at, made, EndDateTime="2026-03-04T09:30:00.000Z")
        settle(at)
    change(at, made, IsPrivate=False)
    settle(at)
    assert content(at) == SECRET
    assert "Sensitivity" not in at.only().values
    assert (row(at)["Subject"], row(at)["IsPrivate"]) == ("Dentist", False)
    at.house.wait(hours=1)
    assert quiet(at.house.sync())


@every_system
def test_busy_only_a_copy_that_is_made_public_in_the_calendar_opens_both(system: str) -> None:
    at = calendar(system, private="busy_only")
    dentist(at)
    at.edit(at.only().id, {"Sensitivity": "Normal"})
    settle(at)
    assert (content(at), row(at)["IsPrivate"]) == (SECRET, False)


@every_system
def test_busy_only_what_is_made_public_in_the_calendar_tells_all_in_salesforce(system: str) -> None:
    at = calendar(system, private="busy_only")
    mine = at.enter({**SECRET, "Sensitivity": "Private", **MORNING})
    settle(at)
    assert (row(at)["Subject"], row(at)["IsPrivate"]) == ("Busy", True)
    at.edit(mine, {"Sensitivity": "Normal"})
    settle(at)
    told = row(at)
    assert (told["Subject"], told["Location"], told["Description"]) == ("Dentist", "Secret", "Root")
    assert (told["IsPrivate"], content(at)) == (False, SECRET)


@every_system
def test_busy_only_a_copy_that_is_made_public_in_salesforce_hears_what_the_calendar_says(system: str) -> None:
    at = calendar(system, private="busy_only")
    at.enter({**SECRET, "Sensitivity": "Private", **MORNING})
    settle(at)
    change(at, row(at)["Id"], IsPrivate=False)
    settle(at)
    told = row(at)
    assert (told["Subject"], told["Location"], told["IsPrivate"]) == ("Dentist", "Secret", False)
    assert content(at) == SECRET


@every_system
@pytest.mark.parametrize("born", ["calendar", "salesforce"])
def test_busy_only_switched_off_again_tells_all_and_switched_to_nothing_leaves_all_as_it_is(
    system: str, born: str
) -> None:
    at = calendar(system, private="busy_only")
    if born == "salesforce":
        dentist(at)
    else:
        at.enter({**SECRET, "Sensitivity": "Private", **MORNING})
        settle(at)
        at.house.wait(hours=1)
    at.house.events["private"] = False
    at.house.apply()
    settle(at)
    hidden = (content(at)["Subject"], row(at)["Subject"])
    assert hidden == (("Busy", "Dentist") if born == "salesforce" else ("Dentist", "Busy"))
    at.house.wait(hours=1)
    at.house.events["private"] = True
    at.house.apply()
    settle(at)
    assert content(at) == SECRET
    assert (row(at)["Subject"], row(at)["Location"], row(at)["IsPrivate"]) == ("Dentist", "Secret", True)
    at.house.wait(hours=1)
    assert quiet(at.house.sync())
