"""The whole house on Google Workspace (SPEC 1.4): late listings, lost answers, labels, expired tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.sandbox.google import Calendar, Limit
from syncline.store.rows import MARKED, Action
from tests.support.google_house import GoogleHouse
from tests.support.google_stage import GROUP, OTHER_CALENDAR
from tests.support.house import REP, quiet
from tests.support.house_people import BERLIN, add, change, contacts, person, put, subjects
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - wall time in the zone that goes with it
BATCH_CREATE = ":batchCreateContacts"


def to(path: str) -> Callable[[bytes, Any], bool]:
    return lambda _body, environ: str(environ["PATH_INFO"]).endswith(path)


def names(house: GoogleHouse) -> list[str]:
    return sorted(one["names"][0]["familyName"] for one in house.members())


def test_contacts_and_events_come_into_step_and_stay_so() -> None:
    house = GoogleHouse()
    house.put_contact(person(1))
    add(house, person(2))
    house.put_event("Visit", DAY)
    report = house.converge()
    assert report["in_step"]
    assert house.link_count(Collection.CONTACTS) == 2
    assert house.link_count(Collection.EVENTS) == 1
    assert names(house) == sorted([person(1)["Surname"], person(2)["Surname"]])
    for minutes in (1, 5, 60, 60 * 24, 60 * 24 * 8):
        house.wait(minutes=minutes)
        assert quiet(house.sync()), f"after {minutes} more minutes"
    assert not house.google.outbox
    assert not house.google.unspoken


@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE, FaultKind.HALF, FaultKind.UNAVAILABLE])
def test_a_lost_answer_doubles_nothing_though_listings_are_late(kind: FaultKind) -> None:
    house = GoogleHouse(events=NO_EVENTS)
    house.converge()
    house.google.propagation = timedelta(minutes=6)
    for number in range(3):
        add(house, person(number))
    house.wait(minutes=1)
    house.google_faults.arm(Fault(kind, to(BATCH_CREATE)))
    house.sync()
    assert house.google_faults.acted == [kind]
    for _ in range(10):
        house.wait(minutes=2)
        house.sync()
    assert len(house.members()) == 3
    assert house.link_count(Collection.CONTACTS) == 3
    assert house.converge()["in_step"]


def test_own_writes_that_show_late_are_neither_deletions_nor_news() -> None:
    house = GoogleHouse(events=NO_EVENTS)
    house.google.propagation = timedelta(minutes=9)
    add(house, person(1))
    house.sync()
    change(house, next(iter(contacts(house))), JobTitle="First")
    for title in ("Second", "Third"):
        house.wait(minutes=1)
        house.sync()
        change(house, next(iter(contacts(house))), JobTitle=title)
    for _ in range(20):
        house.wait(minutes=1)
        house.sync()
    assert [one["organizations"][0]["title"] for one in house.members()] == ["Third"]
    assert house.converge()["in_step"]
    assert house.link_count(Collection.CONTACTS) == 1


def test_a_deleted_label_deletes_nothing_and_a_new_one_heals() -> None:
    house = GoogleHouse(contacts={"direction": "both", "deletes": "both"}, events=NO_EVENTS)
    for number in range(3):
        house.put_contact(person(number))
    house.converge()
    book, group = house.account().book, house.group()
    members = book.members(group)
    for name in members:
        house.account().move_contact(name, out_of=group)
    book.put(book.groups, group, None)
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == ["group_deleted"]
    assert len(contacts(house)) == 3
    new = house.account().create_group(GROUP)
    for name in members:
        house.account().move_contact(name, into=new)
    house.wait(minutes=5)
    house.converge()
    assert house.errors() == []
    assert len(contacts(house)) == 3
    assert house.link_count(Collection.CONTACTS) == 3


def test_a_contact_taken_out_of_the_label_ends_its_link_and_a_deleted_one_is_deleted() -> None:
    house = GoogleHouse(contacts={"direction": "both", "deletes": "both"}, events=NO_EVENTS)
    out, gone, kept = (house.put_contact(person(number)) for number in range(3))
    house.converge()
    house.account().move_contact(out, out_of=house.group())
    house.account().delete_contact(gone)
    house.wait(minutes=5)
    house.converge()
    assert len(contacts(house)) == 2
    assert house.link_count(Collection.CONTACTS) == 1
    assert kept in house.account().book.members(house.group())


def test_expired_tokens_change_nothing() -> None:
    house = GoogleHouse()
    house.put_contact(person(1))
    add(house, person(2))
    house.put_event("Visit", DAY)
    house.converge()
    house.account().calendar.epoch += 1
    house.account().book.expire_sync_tokens()
    house.wait(minutes=5)
    report = house.sync()
    assert quiet(report)
    assert report["errors"] == 0
    assert house.link_count(Collection.CONTACTS) == 2


def test_an_event_leaves_salesforce_when_it_was_deleted_and_stays_when_it_moved() -> None:
    house = GoogleHouse(contacts=NO_CONTACTS)
    gone, moved = house.put_event("Gone", DAY), house.put_event("Moved", DAY + timedelta(days=1))
    house.put_event("Kept", DAY + timedelta(days=2))
    house.converge()
    account = house.account()
    other = Calendar(OTHER_CALENDAR, "Other", "Europe/Berlin", account.calendar.ticks, primary=False)
    account.calendars[OTHER_CALENDAR] = other
    other.add(moved, dict(account.calendar.events[moved].values))
    for one in (gone, moved):
        account.delete_event(one)
    house.wait(minutes=5)
    house.converge()
    assert subjects(house) == ["Kept", "Moved"]
    assert house.link_count(Collection.EVENTS) == 1


def test_one_throttled_mailbox_delays_no_other() -> None:
    house = GoogleHouse(reps=("a@acme.example", "b@acme.example"), events=NO_EVENTS)
    for rep in house.reps:
        house.put_contact(person(len(rep)), rep=rep)
    house.google.quota.refuse([Limit.USER])
    house.sync()
    assert len(contacts(house)) <= 1
    house.wait(minutes=2)
    assert house.converge()["in_step"]


def test_series_are_reported_and_never_doubled() -> None:
    house = GoogleHouse(contacts=NO_CONTACTS)
    house.account().create_event(
        "Daily", DAY, DAY + timedelta(hours=1), values={"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]}
    )
    report = house.converge()
    assert report["unrepresentable"] == 1
    assert house.link_count(Collection.EVENTS) == 0


def second(house: GoogleHouse) -> GoogleHouse:
    """Another installation, with a store of its own, on the same org and the same domain."""
    other = GoogleHouse(contacts=NO_CONTACTS, clock=house.clock)
    other.org, other.org_faults = house.org, house.org_faults
    other.google, other.google_faults = house.google, house.google_faults
    other.installation = "installation-2"
    return other


@pytest.mark.parametrize("with_contacts", [False, True])
def test_a_second_installation_of_events_alone_stops_and_makes_no_event(*, with_contacts: bool) -> None:
    house = GoogleHouse() if with_contacts else GoogleHouse(contacts=NO_CONTACTS)
    house.put_event("Visit", DAY)
    house.converge()
    house.wait(minutes=10)  # a label that was just made is not listed yet
    other = second(house)
    assert quiet(other.sync())
    assert other.errors() == ["other_installation"]
    assert subjects(house) == ["Visit"]
    assert house.converge()["in_step"]


def test_a_reset_takes_the_calendar_over_and_then_the_first_installation_stops() -> None:
    house = GoogleHouse(contacts=NO_CONTACTS)
    house.put_event("Visit", DAY)
    house.converge()
    other = second(house)
    other.sync()
    other.store.save_setup(reps=[replace(rep, reset=MARKED) for rep in other.store.reps()])
    assert other.converge()["in_step"]
    house.wait(minutes=10)
    house.sync()
    assert house.errors() == ["other_installation"]
    assert subjects(house) == ["Visit"]


def test_two_users_of_one_mailbox_are_noticed_whatever_alias_they_have() -> None:
    house = GoogleHouse(reps=("a@acme.example", "b@acme.example"))
    house.google.remove_account("a@acme.example")
    house.google.remove_account("b@acme.example")
    house.google.add_account("a@acme.example", aliases=["b@acme.example"])
    house.sync()
    house.wait(minutes=5)
    house.sync()
    assert "mailbox_shared" in house.errors()


def test_who_moves_from_exchange_to_google_keeps_everything() -> None:
    """The admin changes the connection: the next cycle pairs again, makes and deletes nothing; the journal says so."""
    house = GoogleHouse(kind="exchange", contacts={"direction": "both", "deletes": "both"})
    people = [person(number) for number in range(4)]
    for one in people:
        put(house, one)
    house.mailbox().create_event("Visit", DAY, DAY + timedelta(hours=1), zone=BERLIN)
    house.converge()
    before = contacts(house)
    linked = {one: house.link_count(one) for one in Collection}
    assert linked == {Collection.CONTACTS: 4, Collection.EVENTS: 1}
    for one in people:  # what the migration carries over: the same people and events under new ids
        house.put_contact(one)
    house.put_event("Visit", DAY)
    house.kind = "google"
    house.apply()
    report = house.sync()
    for collection in ("contacts", "events"):
        for way in report["reps"][REP][collection].values():
            assert (way["created"], way["deleted"]) == (0, 0)
    assert report["held"] == []
    assert house.converge()["in_step"]
    assert contacts(house) == before
    assert {one: house.link_count(one) for one in Collection} == linked
    told = [row for row in house.store.journal(limit=100) if row.action is Action.PAIRED_AGAIN]
    assert {(row.collection, row.reason) for row in told} == {(one, "other_mail_system") for one in Collection}
