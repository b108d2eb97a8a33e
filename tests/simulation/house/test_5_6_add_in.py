"""SPEC 5.6: what an Outlook add-in selects, on every mail system; nothing is written into the mailbox for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syncline.connectors.errors import OutOfRequestsError
from syncline.jobs.add_in import AddIn, NoSuchEventError, NotOfferedError
from syncline.jobs.orgs import switch, wait_for_requests
from syncline.jobs.preview.scratch import ScratchStore
from syncline.store.schedule import Turn, Whose
from tests.support.any_calendar import KINDS, AnyCalendar, calendar_of
from tests.support.house import REP, Plug
from tests.support.house_calendars import OnMicrosoft365
from tests.support.house_tables import events_with

CUSTOMER = "ann@customer.example"


@pytest.fixture(params=KINDS)
def calendar(request: pytest.FixtureRequest) -> AnyCalendar:
    return calendar_of(request.param, which="selected")


def add_in(calendar: AnyCalendar) -> AddIn:
    house = calendar.house
    return AddIn(house.store, Plug(house), house.store.reps([f"acme/{REP}"])[0], house.clock())


def test_what_is_selected_goes_to_salesforce_and_what_is_taken_back_keeps_both_copies(calendar: AnyCalendar) -> None:
    event = calendar.meet("visit")
    assert calendar.rest() == []
    standing = add_in(calendar).choose(event, selected=True)
    assert (standing.selected, standing.marked, standing.salesforce_id) == (True, False, "")
    assert calendar.rest() == ["visit"]
    assert add_in(calendar).standing(event).salesforce_id
    assert not add_in(calendar).choose(event, selected=False).selected
    calendar.rest()
    assert add_in(calendar).standing(event).salesforce_id == ""
    calendar.change(event, Subject="on its own")
    assert calendar.rest() == ["visit"]
    calendar.at.delete(event)
    assert calendar.rest() == ["visit"], "the pair has ended: a deletion says nothing about the Salesforce copy"


def test_selecting_again_goes_on_with_the_same_copy(calendar: AnyCalendar) -> None:
    event = calendar.meet("visit")
    calendar.rest()
    for selected in (True, False):
        add_in(calendar).choose(event, selected=selected)
        calendar.rest()
    calendar.change(event, Subject="renamed meanwhile")
    calendar.rest()
    add_in(calendar).choose(event, selected=True)
    assert calendar.rest() == ["renamed meanwhile"]


def test_a_meeting_that_the_rep_organizes_is_selected_and_nobody_gets_a_mail(calendar: AnyCalendar) -> None:
    event = calendar.put(
        {"Subject": "meeting", "Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}, invited=[CUSTOMER]
    )
    calendar.rest()
    add_in(calendar).choose(event, selected=True)
    assert calendar.rest() == ["meeting"]


def test_a_choice_and_a_category_are_two_ways_and_either_is_enough(calendar: AnyCalendar) -> None:
    event = calendar.meet("visit")
    calendar.at.mark(event)
    assert calendar.rest() == ["visit"]
    add_in(calendar).choose(event, selected=True)
    calendar.at.mark(event, on=False)
    calendar.change(event, Subject="chosen")
    assert calendar.rest() == ["chosen"]
    calendar.at.mark(event)
    calendar.rest()
    standing = add_in(calendar).choose(event, selected=False)
    assert (standing.selected, standing.marked, standing.chosen) == (True, True, False)
    calendar.change(event, Subject="marked")
    assert calendar.rest() == ["marked"]


def test_a_choice_brings_the_turn_forward_and_is_kept_through_a_reset(calendar: AnyCalendar) -> None:
    house, rep = calendar.house, f"acme/{REP}"
    event = calendar.meet("visit")
    calendar.rest()
    house.store.save_turns([Turn(Whose.REP, rep, house.clock() + timedelta(hours=1), 300)])
    add_in(calendar).choose(event, selected=True)
    (turn,) = house.store.turns(Whose.REP)
    assert turn.due <= house.clock()
    calendar.rest()
    house.store.reset(rep)
    calendar.rest()
    calendar.change(event, Subject="long visit")
    assert calendar.rest() == ["long visit"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_knows_what_was_chosen(kind: str) -> None:
    calendar = calendar_of(kind, which="selected")
    event = calendar.meet("visit")
    calendar.rest()
    add_in(calendar).choose(event, selected=True)
    scratch = ScratchStore(calendar.house.store)
    scratch.take(calendar.house.store.reps()[0])
    assert [(row.selected, row.pending) for row in scratch.selections(f"acme/{REP}")] == [(True, True)]
    calendar.rest()
    assert [row.pending for row in calendar.house.store.selections(f"acme/{REP}")] == [False]


def test_the_people_of_an_event_as_the_rep_sees_them(calendar: AnyCalendar) -> None:
    house = calendar.house
    admin, rep = house.org.admin, house.org.as_user(REP)
    account = rep.create("Account", {"Name": "Customer AG"})
    ann = rep.create("Contact", {"LastName": "Ann", "Email": CUSTOMER, "AccountId": account})
    lead = rep.create("Lead", {"LastName": "Leo", "Email": "LEO@prospect.example", "Company": "Prospect"})
    rep.create("Contact", {"LastName": "Somebody else", "Email": "else@customer.example"})
    assert admin.query("SELECT Id FROM Lead")
    people = ["leo@prospect.example", CUSTOMER, "stranger@nowhere.example"]
    event = calendar.put(
        {"Subject": "meeting", "Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}, invited=people
    )
    calendar.rest()
    found = [(one.kind, one.id, one.company or one.name) for one in add_in(calendar).acquainted(event)]
    assert found == [
        ("contact", ann, "Customer AG"),
        ("lead", lead, "Prospect"),
        ("account", account, "Customer AG"),
    ]
    calendar.change(event, Sensitivity="Private")
    assert add_in(calendar).acquainted(event) == []


def test_what_the_rep_may_not_see_is_not_told(calendar: AnyCalendar) -> None:
    house = calendar.house
    house.org.admin.create("Contact", {"LastName": "Hidden", "Email": CUSTOMER})
    event = calendar.put(
        {"Subject": "meeting", "Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}, invited=[CUSTOMER]
    )
    calendar.rest()
    assert add_in(calendar).acquainted(event) == []


def test_what_is_not_offered_says_why(calendar: AnyCalendar) -> None:
    house = calendar.house
    event = calendar.meet("visit")
    with pytest.raises(NotOfferedError, match="not_linked"):
        add_in(calendar).standing(event)
    calendar.rest()
    with pytest.raises(NoSuchEventError):
        add_in(calendar).choose("no such event", selected=True)
    wait_for_requests(house.store, "acme", house.clock())
    with pytest.raises(OutOfRequestsError):
        add_in(calendar).standing(event)
    house.wait(hours=2)
    house.events = events_with()
    house.apply()
    with pytest.raises(NotOfferedError, match="every_event_syncs"):
        add_in(calendar).choose(event, selected=True)
    switch(house.store, "acme", paused=True)
    with pytest.raises(NotOfferedError, match="not_syncing"):
        add_in(calendar).standing(event)
    assert house.store.selections(f"acme/{REP}") == []


def test_microsoft_365_knows_an_event_by_the_id_that_outlook_tells_too() -> None:
    calendar = calendar_of("microsoft365", which="selected")
    event = calendar.meet("visit")
    calendar.rest()
    assert isinstance(calendar.at, OnMicrosoft365)
    told = calendar.at.cloud.cloud().item(event)[0].id(immutable=False)
    assert told != event
    assert add_in(calendar).choose(told, selected=True).event == event
    assert calendar.rest() == ["visit"]
