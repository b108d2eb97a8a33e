"""P4: an edit arrived, its answer was lost, and then the rep thought better of it: what was typed last counts.

What we sent ourselves is nobody's edit. Whoever sent it may have been killed before the answer was written down (P5).
"""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from syncline.records.words import Side
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import Action
from tests.support.house import House
from tests.support.house_calendars import SYSTEMS, calendar, row, settle
from tests.support.house_crash import Killed, MortalStore
from tests.support.house_people import add, contacts, edit, person, put, rest
from tests.support.house_people import change as change_contact
from tests.support.house_tables import NO_EVENTS, contacts_with

kinds = pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
VISIT = {"Subject": "Visit", "Start": "2026-03-04T09:00:00@Europe/Berlin", "End": "2026-03-04T10:00:00@Europe/Berlin"}


def lose(house: House, side: Side, kind: FaultKind) -> None:
    """Let the answer to the next edit on a side be lost."""
    words = (b'"PATCH"', b"sobjects") if side is Side.SALESFORCE else (b"UpdateItem>",)
    fault = Fault(kind, lambda body, _environ: all(word in body for word in words))
    (house.org_faults if side is Side.SALESFORCE else house.mail_faults).arm(fault)
    house.sync()
    assert not fault.times, "the fault happened"


def stands(house: House, title: str | None) -> None:
    """A title stands on both sides, and was in nobody's way."""
    assert [one.get("JobTitle") for one in contacts(house).values()] == [title]
    assert shown_titles(house) == [title]
    assert conflicts_journaled(house) == []


@kinds
@pytest.mark.parametrize("title", ["Old", "Third", None])
@pytest.mark.parametrize("conflicts", ["salesforce", "mailbox"])
def test_what_the_rep_types_next_reaches_salesforce(kind: FaultKind, title: str | None, conflicts: str) -> None:
    house = House(contacts=contacts_with(conflicts=conflicts), events=NO_EVENTS)
    item = put(house, {**person(1), "JobTitle": "Old"})
    rest(house)
    edit(house, item, JobTitle="New")
    lose(house, Side.SALESFORCE, kind)
    house.wait(seconds=30)
    edit(house, item, JobTitle=title)
    rest(house)
    stands(house, title)


@kinds
@pytest.mark.parametrize("title", ["Old", "Third"])
@pytest.mark.parametrize("conflicts", ["salesforce", "mailbox"])
def test_what_is_typed_next_in_salesforce_reaches_the_mailbox(kind: FaultKind, title: str, conflicts: str) -> None:
    house = House(contacts=contacts_with(conflicts=conflicts), events=NO_EVENTS)
    made = add(house, {**person(1), "JobTitle": "Old"})
    rest(house)
    change_contact(house, made, JobTitle="New")
    house.wait(seconds=30)
    lose(house, Side.MAILBOX, kind)
    house.wait(seconds=30)
    change_contact(house, made, JobTitle=title)
    rest(house)
    stands(house, title)


@kinds
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("direction", ["both", "to_salesforce"])
def test_an_event_is_moved_back_or_called_off(system: str, direction: str, kind: FaultKind) -> None:
    at = calendar(system, direction)
    back = at.enter(VISIT)
    settle(at)
    at.edit(back, {"Location": "Room 1"})
    lose(at.house, Side.SALESFORCE, kind)
    at.house.wait(seconds=30)
    at.edit(back, {"Location": "Room 2"})
    settle(at)
    assert row(at)["Location"] == "Room 2"
    at.edit(back, {"Location": "Room 3"})
    lose(at.house, Side.SALESFORCE, kind)
    at.house.wait(seconds=30)
    at.delete(back)
    settle(at)
    assert (at.house.org.count("Event"), at.records()) == (0, [])
    assert at.house.store.unresolved() == []


def test_what_somebody_typed_there_meanwhile_is_an_edit_all_the_same() -> None:
    house = House(contacts=contacts_with(conflicts="salesforce"), events=NO_EVENTS)
    item = put(house, {**person(1), "JobTitle": "Old"})
    rest(house)
    edit(house, item, JobTitle="New")
    lose(house, Side.SALESFORCE, FaultKind.LOST_AFTER)
    (made,) = contacts(house)
    change_contact(house, made, JobTitle="Theirs")
    house.wait(seconds=30)
    edit(house, item, JobTitle="Old")
    rest(house)
    assert shown_titles(house) == ["Theirs"]


def killed(house: House, store: MortalStore, number: int) -> bool:
    """Run the cycle that carries an edit, killed at its n-th commit, which is lost. Answers whether it was."""
    store.arm(number, carried_out=False)
    with suppress(Killed):
        house.sync()
    died = store.disarm()
    house.wait(seconds=30)
    return died


@pytest.mark.parametrize("title", ["Old", "Third"])
@pytest.mark.parametrize("conflicts", ["salesforce", "mailbox"])
def test_what_the_rep_types_after_a_crash_reaches_salesforce(title: str, conflicts: str) -> None:
    for number in count():
        house = House(contacts=contacts_with(conflicts=conflicts), events=NO_EVENTS, store=(store := MortalStore()))
        item = put(house, {**person(1), "JobTitle": "Old"})
        rest(house)
        edit(house, item, JobTitle="New")
        died = killed(house, store, number)
        edit(house, item, JobTitle=title)
        rest(house)
        assert shown_titles(house) == [title], f"commit {number}"
        assert [one.get("JobTitle") for one in contacts(house).values()] == [title], f"commit {number}"
        assert conflicts_journaled(house) == [], f"commit {number}"
        if not died:
            break
    assert number > 3


@pytest.mark.parametrize("title", ["Old", "Third"])
@pytest.mark.parametrize("conflicts", ["salesforce", "mailbox"])
def test_what_is_typed_in_salesforce_after_a_crash_reaches_the_mailbox(title: str, conflicts: str) -> None:
    for number in count():
        house = House(contacts=contacts_with(conflicts=conflicts), events=NO_EVENTS, store=(store := MortalStore()))
        made = add(house, {**person(1), "JobTitle": "Old"})
        rest(house)
        change_contact(house, made, JobTitle="New")
        house.wait(seconds=30)
        died = killed(house, store, number)
        change_contact(house, made, JobTitle=title)
        rest(house)
        assert shown_titles(house) == [title], f"commit {number}"
        assert [one.get("JobTitle") for one in contacts(house).values()] == [title], f"commit {number}"
        assert conflicts_journaled(house) == [], f"commit {number}"
        if not died:
            break
    assert number > 3


def test_what_was_sent_before_a_crash_is_read_though_the_feed_does_not_tell_of_it_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in count():
        store = MortalStore()
        house = House(contacts=contacts_with(conflicts="salesforce"), events=NO_EVENTS, store=store)
        item = put(house, {**person(1), "JobTitle": "Old"})
        rest(house)
        edit(house, item, JobTitle="New")
        died = killed(house, store, number)
        edit(house, item, JobTitle="Third")
        with monkeypatch.context() as late:
            late.setattr(store, "inbox", lambda _rep, _limit: [])
            house.sync()
        rest(house)
        assert shown_titles(house) == ["Third"], f"commit {number}"
        assert conflicts_journaled(house) == [], f"commit {number}"
        if not died:
            break


def shown_titles(house: House) -> list[Any]:
    return [item.values.get("JobTitle") for item in house.items()]


def conflicts_journaled(house: House) -> list[Any]:
    return [one for one in house.store.journal() if one.action is Action.LOST_IN_CONFLICT]
