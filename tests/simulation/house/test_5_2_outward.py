"""SPEC 5.2: Salesforce events made or edited since the first activation reach the calendar, on every mail system."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.records.moments import instant_of, zone_of
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house_calendars import SYSTEMS, calendar, change, meet, row, settle
from tests.support.house_people import events as in_salesforce

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

every_system = pytest.mark.parametrize("system", SYSTEMS)
outward = pytest.mark.parametrize("direction", ["both", "to_mailbox"])


def activate_now(at: Calendar) -> None:
    """An admin makes the configuration active for the first time."""
    store, now = at.house.store, at.house.clock()
    rows = [replace(one, activated_at=now) for one in store.configurations()]
    store.save_setup(connections=store.connections(), configurations=rows, reps=store.reps())


def subjects(at: Calendar) -> list[str]:
    return [str(one["Subject"]) for one in at.values()]


@every_system
@outward
def test_a_new_event_arrives_with_all_its_fields(system: str, direction: str) -> None:
    at = calendar(system, direction)
    settle(at)
    meet(
        at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00", Location="Room 1", Description="Agenda\nPoints",
        ShowAs="Free", IsReminderSet=True, ReminderDateTime="2026-03-04T08:45:00.000Z",
    )  # fmt: skip
    settle(at)
    assert at.only().values == {
        "Subject": "Visit",
        "Start": "2026-03-04T10:00:00@Europe/Berlin",
        "End": "2026-03-04T11:00:00@Europe/Berlin",
        "Location": "Room 1",
        "Body": "Agenda\nPoints",
        "LegacyFreeBusyStatus": "Free",
        "ReminderMinutesBeforeStart": 15,
    }
    assert at.house.link_count(Collection.EVENTS) == 1


@every_system
@outward
def test_edits_reach_the_calendar_and_emptied_fields_are_empty_there(system: str, direction: str) -> None:
    at = calendar(system, direction)
    settle(at)
    made = meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00", Location="Room 1", Description="Agenda")
    settle(at)
    change(at, made, Subject="Big visit", Location=None, Description=None, ShowAs="Free")
    settle(at)
    change(at, made, StartDateTime="2026-03-05T12:00:00.000Z", EndDateTime="2026-03-05T13:30:00.000Z")
    settle(at)
    values = at.only().values
    assert (values["Subject"], values["LegacyFreeBusyStatus"]) == ("Big visit", "Free")
    assert not {"Location", "Body"} & values.keys()
    assert (values["Start"], values["End"]) == (
        "2026-03-05T13:00:00@Europe/Berlin",
        "2026-03-05T14:30:00@Europe/Berlin",
    )


@every_system
@pytest.mark.parametrize("days", [1, 3])
def test_all_day_events_are_dates_and_never_shift(system: str, days: int) -> None:
    at = calendar(system)
    settle(at)
    made = meet(at, "Fair", "2026-03-28", f"2026-03-{27 + days}")
    settle(at)
    expected = ("2026-03-28", "2026-03-29" if days == 1 else "2026-03-31")
    assert (at.only().values["Start"], at.only().values["End"]) == expected
    change(at, made, Subject="Big fair")
    settle(at)
    assert (at.only().values["Start"], at.only().values["End"]) == expected
    at.edit(at.only().id, {"Location": "Hall 1"})
    settle(at)
    assert (row(at)["ActivityDate"], row(at)["EndDateTime"][:10]) == ("2026-03-28", f"2026-03-{27 + days}")


@every_system
def test_a_meeting_that_salesforce_moves_stays_in_the_zone_in_which_it_was_entered(system: str) -> None:
    at = calendar(system)
    zone = "America/New_York"
    at.enter({"Subject": "Call", "Start": f"2026-03-04T09:00:00@{zone}", "End": f"2026-03-04T10:00:00@{zone}"})
    settle(at)
    change(at, row(at)["Id"], StartDateTime="2026-03-20T15:00:00.000Z", EndDateTime="2026-03-20T16:00:00.000Z")
    settle(at)
    assert at.only().values["Start"] == f"2026-03-20T11:00:00@{zone}"
    assert zone_of(str(at.only().values["End"])) == zone


@every_system
@outward
def test_what_nobody_touched_since_the_activation_stays_where_it_is(system: str, direction: str) -> None:
    at = calendar(system, direction)
    old = meet(at, "Old", "2026-03-04T09:00", "2026-03-04T10:00")
    meet(at, "Older", "2026-03-05T09:00", "2026-03-05T10:00")
    at.house.wait(minutes=30)
    activate_now(at)
    settle(at)
    assert subjects(at) == []
    change(at, old, Location="Here")
    settle(at)
    assert subjects(at) == ["Old"]


@every_system
def test_what_was_edited_between_the_activation_and_the_first_cycle_is_not_forgotten(system: str) -> None:
    at = calendar(system)
    at.house.wait(minutes=5)
    meet(at, "Early", "2026-03-04T09:00", "2026-03-04T10:00")
    at.house.wait(hours=2)
    settle(at)
    assert subjects(at) == ["Early"]


@every_system
def test_an_event_beyond_the_horizon_comes_on_its_day_and_a_past_one_never(system: str) -> None:
    at = calendar(system, horizon_months=1)
    settle(at)
    meet(at, "Far", "2026-04-10T09:00", "2026-04-10T10:00")
    meet(at, "Past", "2026-02-20T09:00", "2026-02-20T10:00")
    settle(at)
    assert subjects(at) == []
    at.house.wait(days=10)
    settle(at)
    assert subjects(at) == ["Far"]


@every_system
@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
def test_a_create_whose_answer_was_lost_is_not_made_again(system: str, kind: FaultKind) -> None:
    at = calendar(system)
    settle(at)
    meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00")
    word = at.making.encode()
    at.faults.arm(Fault(kind, lambda body, _environ: word in body))
    at.house.sync()
    assert at.faults.acted == [kind]
    for _ in range(4):
        at.house.wait(minutes=3)
        at.house.sync()
    settle(at)
    assert subjects(at) == ["Visit"]
    assert at.house.link_count(Collection.EVENTS) == 1


@every_system
@outward
def test_a_reset_and_a_lost_store_double_nothing(system: str, direction: str) -> None:
    at = calendar(system, direction)
    settle(at)
    meet(at, "Out", "2026-03-04T09:00", "2026-03-04T10:00")
    at.enter(
        {"Subject": "In", "Start": "2026-03-05T09:00:00@Europe/Berlin", "End": "2026-03-05T10:00:00@Europe/Berlin"}
    )
    settle(at)
    before = subjects(at)
    at.house.store.reset("acme/rep@acme.example")
    at.house.wait(minutes=11)
    settle(at)
    assert subjects(at) == before
    known = 2 if direction == "both" else 1
    assert at.house.link_count(Collection.EVENTS) == known
    assert instant_of("2026-03-04T09:00:00@UTC") + timedelta(hours=1) == instant_of(str(at.values()[1]["End"]))


@every_system
def test_a_copy_that_came_and_went_between_two_cycles_was_deleted(system: str) -> None:
    at = calendar(system, remove_deleted=True)
    settle(at)
    meet(at, "Visit", "2026-03-04T09:00", "2026-03-04T10:00")
    at.house.wait(minutes=5)  # it is read once, and not looked at again because it is so new
    at.house.sync()
    at.delete(at.only().id)
    at.house.wait(minutes=5)
    at.house.sync()
    assert in_salesforce(at.house) == []
    assert at.house.link_count(Collection.EVENTS) == 0
