"""SPEC 5.7: who takes part in a meeting reaches Salesforce, with what they answered, and nobody is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.attendees import MOST_IN_SALESFORCE
from syncline.records.words import Collection
from syncline.sandbox.exchange.occurrences import repeat
from syncline.sandbox.exchange.state.item import Address, Attendee
from syncline.sandbox.salesforce import RefusedError
from syncline.store.changes import Changes
from tests.support.house import REP, House, quiet
from tests.support.house_people import BERLIN, events, kinds, rest
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.exchange import Item

COLLEAGUE = "colleague@acme.example"
ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@prospect.example"
STRANGER = "stranger@elsewhere.example"
START, END = datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 10)  # noqa: DTZ001 - wall time in Berlin


def house_with(reps: tuple[str, ...] = (REP,), **settings: Any) -> House:
    house = House(contacts=NO_CONTACTS, events=events_with(attendees=True, **settings), reps=reps)
    house.org.add_user(COLLEAGUE, last_name="Colleague")
    mine = house.org.as_user(REP)
    for email in (ANN, BOB):
        mine.create("Contact", {"LastName": email, "Email": email})
    mine.create("Lead", {"LastName": EVE, "Company": "Prospect", "Email": EVE})
    return house


def meet(house: House, *people: str, rep: str = REP, subject: str = "Visit", **more: Any) -> Item:
    invited = [(one.partition("@")[0], one) for one in people]
    return house.mailbox(rep).create_event(subject, START, END, zone=BERLIN, attendees=invited, **more)


def invite(house: House, item: Item, *people: str) -> None:
    """The rep says anew who is invited."""
    house.mailbox().edit(item, {"RequiredAttendees": tuple(Attendee(Address(one, one)) for one in people)})


def answer(house: House, item: Item, answers: Mapping[str, str]) -> None:
    for email, response in answers.items():
        house.mailbox().answer(item, email, response)


def invited(house: House) -> dict[str, str]:
    """Who is invited in Salesforce, and what they answered."""
    rows = house.org.admin.query("SELECT Relation.Email, Status FROM EventRelation")
    return {one["Relation"]["Email"]: one["Status"] for one in rows}


def test_users_contacts_and_leads_are_invited_and_strangers_are_not() -> None:
    house = house_with()
    meet(house, COLLEAGUE, ANN.upper(), EVE, STRANGER)
    rest(house)
    assert invited(house) == {COLLEAGUE: "New", ANN: "New", EVE: "New"}
    own = [one for one in events(house) if one["OwnerId"] == house.org.user_id(REP)]
    assert [one["Subject"] for one in own] == ["Visit"]
    assert kinds(house) == []


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_event_that_somebody_is_saving_gets_its_invitees_later_and_nobody_is_asked(times: int) -> None:
    """Relations lock their event: what an automation holds for a moment is no refusal of a person."""
    house = house_with()
    held = ["held"] * times

    def trigger(_row: Mapping[str, Any], _before: object) -> dict[str, Any]:
        if held and held.pop():
            raise RefusedError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", fields=())
        return {}

    house.org.setup.add_trigger("EventRelation", trigger)
    meet(house, ANN, BOB)
    house.sync()
    house.wait(hours=1)
    rest(house)
    assert invited(house) == {ANN: "New", BOB: "New"}
    assert (kinds(house), house.errors(), len(events(house))) == ([], [], 1)


def test_answers_follow_and_are_nobodys_typing() -> None:
    house = house_with()
    item = meet(house, COLLEAGUE, ANN, BOB, EVE)
    rest(house)
    answer(house, item, {COLLEAGUE: "Accept", ANN: "Tentative", BOB: "Decline", EVE: "NoResponseReceived"})
    rest(house)
    assert invited(house) == {COLLEAGUE: "Accepted", ANN: "Maybe", BOB: "Declined", EVE: "New"}
    assert house.store.journal(limit=10) == []


def test_who_is_taken_out_goes_and_is_journaled_and_who_is_added_comes() -> None:
    house = house_with()
    item = meet(house, ANN, COLLEAGUE)
    rest(house)
    answer(house, item, {ANN: "Accept"})
    invite(house, item, ANN, BOB)
    rest(house)
    assert invited(house) == {ANN: "Accepted", BOB: "New"}
    assert [one["OwnerId"] for one in events(house)] == [house.org.user_id(REP)], "the colleague's event is gone"
    (row,) = house.store.journal(limit=10)
    assert COLLEAGUE in str(row.before["Attendees"])
    assert quiet(house.sync())


def test_more_than_fifty_are_reported_and_stay_in_the_calendar() -> None:
    house = house_with()
    many = [f"guest{number:02}@customer.example" for number in range(55)]
    house.org.as_user(REP).create_many("Contact", [{"LastName": one, "Email": one} for one in many])
    item = meet(house, *many)
    rest(house)
    assert sorted(invited(house)) == many[:MOST_IN_SALESFORCE]
    assert kinds(house) == ["not_representable:attendees_left_out"]
    (row,) = house.store.unresolved()
    assert [one.name for one in row.candidates] == many[50:]
    house.mailbox().edit(item, {"Location": "Hall"})
    rest(house)
    assert kinds(house) == ["not_representable:attendees_left_out"]
    assert len(item.values["RequiredAttendees"]) == len(many)
    invite(house, item, *many[10:])
    rest(house)
    assert sorted(invited(house)) == many[10:]
    assert kinds(house) == []


def test_who_is_known_later_comes_with_the_next_change_and_who_was_taken_out_in_salesforce_does_not() -> None:
    house = house_with()
    item = meet(house, ANN, BOB, STRANGER)
    rest(house)
    relations = house.org.admin.query("SELECT Id, Relation.Email FROM EventRelation")
    house.org.as_user(REP).delete(next(one["Id"] for one in relations if one["Relation"]["Email"] == BOB))
    house.org.as_user(REP).create("Contact", {"LastName": "S", "Email": STRANGER})
    house.mailbox().edit(item, {"Location": "Hall"})
    rest(house)
    assert set(invited(house)) == {ANN}
    answer(house, item, {ANN: "Accept"})
    rest(house)
    assert invited(house) == {ANN: "Accepted", STRANGER: "New"}


def test_whom_somebody_invited_in_salesforce_stays() -> None:
    house = house_with()
    item = meet(house, ANN, BOB)
    rest(house)
    (event,) = house.org.admin.query("SELECT Id FROM Event")
    colleague = house.org.user_id(COLLEAGUE)
    house.org.as_user(REP).create("EventRelation", {"EventId": event["Id"], "RelationId": colleague})
    invite(house, item, ANN)
    rest(house)
    assert set(invited(house)) == {ANN, COLLEAGUE}
    assert len(item.values["RequiredAttendees"]) == 1


WEEKLY = (
    "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Wednesday</t:DaysOfWeek></t:WeeklyRecurrence>"
    "<t:NumberedRecurrence><t:StartDate>2026-03-04</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences>"
    "</t:NumberedRecurrence>"
)


@pytest.mark.parametrize("series", [True, "series"])
def test_of_a_series_every_occurrence_has_the_attendees(*, series: bool | str) -> None:
    house = house_with(series=series)
    item = meet(house, ANN, COLLEAGUE)
    repeat(house.mailbox(), item, WEEKLY)
    rest(house)
    rows = house.org.admin.query("SELECT EventId, Relation.Email FROM EventRelation")
    assert sorted(one["Relation"]["Email"] for one in rows) == [ANN] * 3 + [COLLEAGUE] * 3
    assert len({one["EventId"] for one in rows}) == 3
    invite(house, item, ANN)
    rest(house)
    assert [one["Relation"]["Email"] for one in house.org.admin.query("SELECT Relation.Email FROM EventRelation")] == [
        ANN
    ] * 3


# --- two reps in one meeting -------------------------------------------------------------------------------------

BOTH_REPS = (REP, COLLEAGUE)


def two_reps(**settings: Any) -> House:
    house = House(contacts=NO_CONTACTS, events=events_with(attendees=True, **settings), reps=BOTH_REPS)
    house.org.as_user(REP).create("Contact", {"LastName": ANN, "Email": ANN})
    return house


def receive(house: House, item: Item, rep: str = COLLEAGUE, subject: str = "Visit", **values: Any) -> Item:
    """What somebody who was invited has in the calendar."""
    told = {"UID": item.values["UID"], **values}
    return meet(house, rep, ANN, rep=rep, subject=subject, organizer=("Rep", REP), values=told)


def settle(house: House) -> None:
    """Who takes part waits for the organizer."""
    house.sync()
    house.wait(minutes=5)
    rest(house)


def owners(house: House) -> list[tuple[str, bool]]:
    """Whose events there are, and whether they are children."""
    rows = house.org.admin.query("SELECT Owner.Email, IsChild FROM Event")
    return sorted((one["Owner"]["Email"], one["IsChild"]) for one in rows)


@pytest.mark.parametrize("first", ["organizer", "colleague"])
def test_the_organizers_event_is_the_one_and_the_others_have_its_children(first: str) -> None:
    house = two_reps()
    item = meet(house, COLLEAGUE, ANN)
    receive(house, item)
    order = BOTH_REPS if first == "organizer" else BOTH_REPS[::-1]
    for rep in order:
        house.sync(only=f"acme/{rep}")
    house.wait(minutes=5)
    rest(house)
    assert owners(house) == [(COLLEAGUE, True), (REP, False)]
    assert [house.link_count(Collection.EVENTS, rep) for rep in BOTH_REPS] == [1, 1]


@pytest.mark.parametrize("reset", [False, True])
def test_a_meeting_that_a_paused_organizer_moves_gives_the_guest_no_event_of_their_own(*, reset: bool) -> None:
    """Not after a reset of the guest either, when the copy says another time than its child."""
    house = two_reps()
    item = meet(house, COLLEAGUE, ANN)
    copies = {REP: item, COLLEAGUE: receive(house, item)}
    settle(house)
    pause(house, REP)
    for rep, copy in copies.items():
        times = {name: copy.values[name] + timedelta(hours=2) for name in ("Start", "End")}
        house.mailbox(rep).edit(copy, times)
    if reset:
        house.store.reset(f"acme/{COLLEAGUE}")
    for paused in (True, False):
        pause(house, REP, paused=paused)
        for _ in range(8):
            house.wait(minutes=3)
            house.sync()
        assert owners(house) == [(COLLEAGUE, True), (REP, False)]
    assert {one["StartDateTime"][:13] for one in events(house)} == {"2026-03-04T10"}


def pause(house: House, rep: str, *, paused: bool = True) -> None:
    row = next(one for one in house.store.reps() if one.id == f"acme/{rep}")
    house.store.commit(Changes(reps=[replace(row, paused=paused)]))


def test_a_child_is_not_written_but_for_its_reminder_and_follows_the_organizers() -> None:
    house = two_reps()
    item = meet(house, COLLEAGUE, ANN)
    copy = receive(house, item)
    settle(house)
    changed = {"Subject": "Mine", "ReminderIsSet": True, "ReminderMinutesBeforeStart": 30}
    house.mailbox(COLLEAGUE).edit(copy, changed)
    rest(house)
    (child,) = house.org.admin.query("SELECT Subject, IsReminderSet FROM Event WHERE IsChild = true")
    assert (child["Subject"], child["IsReminderSet"]) == ("Visit", True)
    house.mailbox().edit(item, {"Subject": "Later"})
    rest(house)
    assert {one["Subject"] for one in events(house)} == {"Later"}
    house.mailbox(COLLEAGUE).trash(copy)
    rest(house)
    assert owners(house) == [(COLLEAGUE, True), (REP, False)], "whoever declines says so to the organizer"
    house.mailbox().trash(item)
    rest(house)
    assert owners(house) == []


def test_who_had_an_event_before_attendees_synced_keeps_it_and_is_not_invited_besides() -> None:
    house = two_reps()
    house.events = events_with()
    house.apply()
    item = meet(house, COLLEAGUE, ANN)
    receive(house, item)
    rest(house)
    assert owners(house) == [(COLLEAGUE, False), (REP, False)]
    house.events = events_with(attendees=True)
    house.apply()
    rest(house)
    assert owners(house) == [(COLLEAGUE, False), (REP, False)]
    assert set(invited(house)) == {ANN}


def test_a_meeting_of_somebody_who_does_not_sync_is_an_event_without_attendees() -> None:
    house = two_reps()
    meet(house, COLLEAGUE, REP, rep=REP, organizer=("Boss", "boss@acme.example"))
    rest(house)
    assert owners(house) == [(REP, False)]
    assert invited(house) == {}


def test_where_the_organizers_event_never_comes_the_colleague_has_an_own_one() -> None:
    house = two_reps()
    item = meet(house, COLLEAGUE, ANN, values={"Sensitivity": "Private"})
    receive(house, item)
    for _ in range(8):
        house.wait(minutes=3)
        house.sync()
    assert owners(house) == [(COLLEAGUE, False)]


def test_an_alias_is_the_same_person() -> None:
    """The mail server tells the primary address, the Salesforce user has another one of the mailbox."""
    house = two_reps()
    primary = "c.league@acme.example"
    house.mailbox(COLLEAGUE).create_event(
        "Own", START, END, zone=BERLIN, organizer=("C", primary), values={"MyResponseType": "Organizer"}
    )
    rest(house)
    item = meet(house, primary, ANN)
    receive(house, item)
    settle(house)
    assert (COLLEAGUE, True) in owners(house)
    assert set(invited(house)) == {COLLEAGUE, ANN}
