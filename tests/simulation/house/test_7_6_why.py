"""SPEC 7.6: why did this not sync - asked of a house in which it happened, with one look at both servers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.why.run import why
from syncline.jobs.why.standing import Standing
from syncline.records.words import Collection
from syncline.store.changes import Changes
from tests.support.cli_machine import Offline
from tests.support.house import REP, House, Looking
from tests.support.house_people import BERLIN, add, change, edit, move, person, picture, put, rest, shown
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with, events_with

if TYPE_CHECKING:
    from syncline.jobs.why.answer import Answer, Told
    from syncline.sandbox.exchange import Item

OTHER = "other@acme.example"
GERMAN = [{"field": "MailingCountry", "operator": "equals", "value": "DE"}]
TODAY = date(2026, 3, 2)


def ask(house: House, said: str, *, live: bool = True, own: bool = True) -> Told:
    """Ask, and see that asking writes nothing anywhere."""
    rep = house.store.reps([f"acme/{REP}"])[0]
    before = picture(house)
    told = why(house.store, rep, said, house.clock(), own=own, connector=Looking(house) if live else None)
    assert picture(house) == before
    assert told.trouble == ""
    assert told.looked is live
    return told


def only(house: House, said: str, **more: Any) -> Answer:
    """Ask about something of which there is one."""
    told = ask(house, said, **more)
    assert len(told.answers) == 1, told.answers
    return told.answers[0]


def people(**settings: Any) -> House:
    house = House(contacts=contacts_with(**settings), events=NO_EVENTS)
    house.org.add_user(OTHER, last_name="Other")
    return house


def calendar(**settings: Any) -> House:
    return House(contacts=NO_CONTACTS, events=events_with(**settings))


def meet(house: House, subject: str, day: date = TODAY + timedelta(days=2), **values: Any) -> Item:
    start = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001 - wall time in the zone that goes with it
    return house.mailbox().create_event(subject, start, start + timedelta(hours=1), zone=BERLIN, values=values)


class TestContacts:
    @pytest.mark.parametrize("live", [False, True])
    def test_in_step_by_name_address_id_and_link(self, *, live: bool) -> None:
        house = people()
        put(house, person(1))
        record = add(house, person(2))
        rest(house)
        for said in (
            person(2)["EmailAddress1"].upper(),
            f"{person(2)['GivenName']} {person(2)['Surname']}",
            record,
            record[:15],
            f"https://acme.lightning.force.com/lightning/r/Contact/{record}/view",
        ):
            answer = only(house, said, live=live)
            assert (answer.standing, answer.salesforce) == (Standing.IN_STEP, record), said
            assert person(2)["Surname"] in answer.name

    def test_changed_since_the_last_cycle(self) -> None:
        house = people()
        put(house, person(1))
        rest(house)
        edit(house, house.items()[0], JobTitle="Chief")
        assert only(house, person(1)["Surname"], live=False).standing is Standing.IN_STEP
        answer = only(house, person(1)["Surname"])
        assert (answer.standing, "changed since" in answer.what) == (Standing.WAITING, True)

    def test_new_in_the_folder_and_new_in_salesforce(self) -> None:
        house = people()
        put(house, person(1))
        rest(house)
        put(house, person(2))
        add(house, person(3))
        for number in (2, 3):
            answer = only(house, person(number)["EmailAddress1"])
            assert (answer.standing, "newer than the last cycle" in answer.what) == (Standing.WAITING, True)

    def test_filtered_with_the_conditions_in_words(self) -> None:
        house = people(where=GERMAN)
        record = add(house, {**person(1), "BusinessCountry": "AT"})
        rest(house)
        for said in (record, person(1)["EmailAddress1"]):
            answer = only(house, said)
            assert answer.standing is Standing.FILTERED
            assert "MailingCountry equals DE" in answer.what

    def test_somebody_elses_and_not_visible(self) -> None:
        house = people()
        seen, unseen = add(house, person(1), rep=OTHER), add(house, person(2), rep=OTHER)
        house.org.share(seen, REP)
        rest(house)
        assert only(house, seen).standing is Standing.SOMEBODY_ELSES
        hidden = only(house, unseen)
        assert (hidden.standing, hidden.name) == (Standing.NOT_VISIBLE, "")

    def test_not_there_any_more(self) -> None:
        house = people()
        record = add(house, person(1), rep=OTHER)
        house.org.as_user(OTHER).delete(record)
        rest(house)
        assert only(house, record).standing is Standing.DELETED

    def test_moved_out_of_the_folder(self) -> None:
        house = people()
        item = put(house, person(1))
        rest(house)
        move(house, item, house.mailbox().make_folder("Private"))
        answer = only(house, person(1)["Surname"])
        assert (answer.standing, "no longer where it was" in answer.what) == (Standing.WAITING, True)
        rest(house)
        answer = only(house, person(1)["Surname"])
        assert (answer.standing, answer.code) == (Standing.ENDED, "moved_out")
        assert "Move it back" in answer.remedy

    def test_in_another_folder_or_nowhere(self) -> None:
        house = people()
        put(house, person(1))
        rest(house)
        item = put(house, person(2), folder=house.mailbox().make_folder("Private"))
        assert only(house, item.id).standing is Standing.NOT_IN_FOLDER
        answer = only(house, person(2)["EmailAddress1"])
        assert (answer.standing, answer.collection) == (Standing.NOT_IN_FOLDER, "contacts")
        assert only(house, "Nobody Whoever").standing is Standing.NEVER_SEEN

    def test_the_direction(self) -> None:
        house = people(direction="to_mailbox")
        put(house, person(1))
        rest(house)
        assert only(house, person(1)["Surname"]).standing is Standing.DIRECTION
        house = people(direction="to_salesforce")
        record = add(house, person(2))
        rest(house)
        assert only(house, record).standing is Standing.DIRECTION

    def test_fields_that_differ_though_all_is_in_step(self) -> None:
        house = people(direction="to_salesforce")
        put(house, person(1))
        rest(house)
        record = house.store.live_links(f"acme/{REP}", Collection.CONTACTS, "", 1)[0].salesforce_id
        change(house, record, JobTitle="Empress")
        house.wait(minutes=10)
        edit(house, house.items()[0], Department="Court")
        rest(house)
        assert shown(house.items()[0])["JobTitle"] != "Empress"
        assert only(house, record).differs == ("JobTitle",)


class TestEvents:
    def test_in_step_and_by_its_link_in_outlook(self) -> None:
        house = calendar()
        item = meet(house, "Budget round")
        rest(house)
        assert only(house, "budget").standing is Standing.IN_STEP
        link = (
            f"https://outlook.office.com/owa/?itemid={item.id.replace('+', '%2B').replace('=', '%3D')}&path=/calendar"
        )
        assert only(house, link).standing is Standing.IN_STEP

    def test_private_ones_are_found_by_id_alone_and_not_named_to_others(self) -> None:
        house = calendar()
        item = meet(house, "Doctor", Sensitivity="Private")
        rest(house)
        assert only(house, item.id, live=False).standing is Standing.PRIVATE
        assert only(house, item.id).name == ""
        nothing = only(house, "Doctor")
        assert nothing.standing is Standing.NEVER_SEEN
        assert "1 private events are left alone" in nothing.remedy

    def test_synced_private_ones_are_named_to_their_own_rep_alone(self) -> None:
        house = calendar(private=True)
        item = meet(house, "Doctor", Sensitivity="Private")
        rest(house)
        assert "Doctor" in only(house, "Doctor", own=True).name
        assert only(house, "Doctor", own=False).standing is Standing.NEVER_SEEN
        assert "Doctor" not in str(ask(house, item.id, own=False).answers)

    def test_a_new_private_one_is_not_found_by_others_words(self) -> None:
        house = calendar(private=True)
        rest(house)
        meet(house, "Doctor", Sensitivity="Private")
        assert only(house, "Doctor", own=True).standing is Standing.WAITING
        assert only(house, "Doctor", own=False).standing is Standing.NEVER_SEEN

    def test_not_selected(self) -> None:
        house = calendar(which="selected")
        meet(house, "Plain")
        rest(house)
        assert only(house, "Plain").standing is Standing.NOT_SELECTED

    def test_too_far_ahead_says_when_it_comes_and_too_old_says_since_when(self) -> None:
        house = calendar(horizon_months=1)
        meet(house, "Fair", TODAY + timedelta(days=100))
        past = meet(house, "Yesterday", TODAY - timedelta(days=1))
        rest(house)
        ahead = only(house, "Fair")
        assert ahead.standing is Standing.OUTSIDE_WINDOW
        assert ahead.at is not None
        old = only(house, past.id)
        assert (old.standing, "ended before 2026-03-02" in old.what) == (Standing.OUTSIDE_WINDOW, True)
        assert "end on 2026-03-02 or later" in only(house, "Yesterday").remedy

    def test_longer_than_salesforce_holds(self) -> None:
        house = calendar()
        start = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time
        house.mailbox().create_event("Voyage", start, start + timedelta(days=20), zone=BERLIN)
        rest(house)
        answer = only(house, "Voyage")
        assert (answer.standing, "longer than 14 days" in answer.what) == (Standing.NOT_REPRESENTABLE, True)

    def test_of_salesforce_where_nothing_flows_out(self) -> None:
        house = calendar()
        record = house.org.as_user(REP).create(
            "Event", {"Subject": "Call", "StartDateTime": "2026-03-04T09:00:00Z", "DurationInMinutes": 30}
        )
        rest(house)
        assert only(house, record).standing is Standing.DIRECTION


class TestStops:
    def test_who_is_paused_is_told_so_first(self) -> None:
        house = people()
        put(house, person(1))
        rest(house)
        house.store.commit(Changes(reps=[replace(house.store.reps()[0], paused=True)]))
        told = ask(house, person(1)["Surname"], live=False)
        assert "paused for this rep" in told.stops[0].what
        assert any(one.collection == "events" and "does not sync events" in one.what for one in told.stops)

    def test_a_side_that_does_not_answer_leaves_what_the_store_knows(self) -> None:
        house = people()
        put(house, person(1))
        rest(house)
        rep = house.store.reps([f"acme/{REP}"])[0]
        told = why(house.store, rep, person(1)["Surname"], house.clock(), connector=Offline())
        assert (told.looked, told.answers[0].standing) == (False, Standing.IN_STEP)
        assert "is not there" in told.trouble


def test_a_copy_of_a_colleagues_meeting_waits_for_the_colleagues_event() -> None:
    house = House(contacts=NO_CONTACTS, events=events_with(attendees=True), reps=(REP, OTHER))
    start = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time in the zone that goes with it
    house.mailbox().create_event(
        "Visit", start, start + timedelta(hours=1), zone=BERLIN, attendees=[("Rep", REP)], organizer=("Other", OTHER)
    )
    house.sync()
    assert only(house, "Visit", live=False).standing is Standing.WAITING
    assert "A colleague organizes this meeting" in only(house, "Visit", live=False).what


def test_what_belongs_to_series_of_salesforce_says_so() -> None:
    house = calendar(direction="both", series=False)
    rep = house.org.as_user(REP)
    day = {"StartDateTime": "2026-03-04T08:00:00Z", "DurationInMinutes": 60}
    rest(house)
    rep.create("Event", {**day, "Subject": "Lightning", "Recurrence2PatternText": "RRULE:FREQ=DAILY;COUNT=2"})
    classic = {
        "IsRecurrence": True, "RecurrenceType": "RecursDaily", "RecurrenceInterval": 1,
        "RecurrenceStartDateTime": day["StartDateTime"], "RecurrenceEndDateOnly": "2026-03-05",
    }  # fmt: skip
    old = rep.create("Event", {**day, **classic, "Subject": "Classic"})
    rest(house)
    (whole,) = house.org.admin.query("SELECT Id FROM Event WHERE GroupEventType = '3'")
    for record, said in ((whole["Id"], "each event of which syncs"), (old, "Salesforce Classic")):
        answer = only(house, record)
        assert answer.standing is Standing.NOT_REPRESENTABLE
        assert said in answer.what
