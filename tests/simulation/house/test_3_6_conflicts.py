"""SPEC 3.6: only where both sides changed the same field since the base; the loser is in the journal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.store.rows import Action
from tests.support.house import House
from tests.support.house_people import change, contacts, edit, held, lost, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with
from tests.support.house_wire import once, tap

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.exchange import Item

ANN = person(1)


def in_step(policy: str = "salesforce") -> tuple[House, Item, str]:
    house = House(contacts=contacts_with(conflicts=policy), events=NO_EVENTS)
    item = put(house, ANN)
    rest(house)
    house.wait(minutes=10)
    (record_id,) = contacts(house)
    return house, item, record_id


@pytest.mark.parametrize(("policy", "winner"), [("salesforce", "Theirs"), ("mailbox", "Mine")])
@pytest.mark.parametrize("mailbox_last", [True, False])
def test_the_configured_side_wins_whoever_was_last(policy: str, winner: str, mailbox_last: bool) -> None:  # noqa: FBT001
    house, item, record_id = in_step(policy)
    both_change(house, item, record_id, mailbox_last=mailbox_last)
    rest(house)
    assert shown(item) == held(house, record_id) == {**ANN, "JobTitle": winner, "Department": "D", "HomePhone": "1"}
    (row,) = house.store.journal()
    assert row.action is Action.LOST_IN_CONFLICT
    assert row.before["JobTitle"] == ({"Mine", "Theirs"} - {winner}).pop()


def both_change(house: House, item: Item, record_id: str, *, mailbox_last: bool) -> None:
    """Both change the title, each changes something else besides, a minute apart."""
    for mailbox in (not mailbox_last, mailbox_last):
        if mailbox:
            edit(house, item, JobTitle="Mine", HomePhone="1")
        else:
            change(house, record_id, JobTitle="Theirs", Department="D")
        house.wait(minutes=1)


@pytest.mark.parametrize("mailbox_last", [True, False])
@pytest.mark.parametrize("off", [timedelta(days=-1), timedelta(days=1)])
def test_latest_is_told_by_a_mail_servers_own_clock_a_day_off(off: timedelta, mailbox_last: bool) -> None:  # noqa: FBT001
    house = House(contacts=contacts_with(conflicts="latest"), events=NO_EVENTS)
    house.exchange.clock = shifted = Shifted(house.clock, off)
    for box in house.exchange.mailboxes.values():
        box.clock = shifted
    _latest_wins(house, mailbox_last=mailbox_last)


@pytest.mark.parametrize("mailbox_last", [True, False])
@pytest.mark.parametrize("off", [timedelta(seconds=-150), timedelta(seconds=150)])
def test_latest_is_told_by_the_orgs_own_clock(off: timedelta, mailbox_last: bool) -> None:  # noqa: FBT001
    """More than three minutes off, and the org would take no assertion of ours at all."""
    house = House(contacts=contacts_with(conflicts="latest"), events=NO_EVENTS)
    house.org._state.clock = Shifted(house.clock, off)
    _latest_wins(house, mailbox_last=mailbox_last)


def _latest_wins(house: House, *, mailbox_last: bool) -> None:
    item = put(house, ANN)
    rest(house)
    house.wait(minutes=10)
    (record_id,) = contacts(house)
    both_change(house, item, record_id, mailbox_last=mailbox_last)
    rest(house)
    assert shown(item)["JobTitle"] == held(house, record_id)["JobTitle"] == ("Mine" if mailbox_last else "Theirs")


class Shifted:
    """A server whose clock is wrong."""

    def __init__(self, clock: SteppedClock, off: timedelta) -> None:
        self._clock, self._off = clock, off

    def __call__(self) -> datetime:
        return self._clock() + self._off


def test_latest_within_tolerance_leaves_it_to_the_configured_side() -> None:
    house, item, record_id = in_step("latest")
    house.clock.advance(timedelta(microseconds=1_000_000 - house.clock().microsecond))
    edit(house, item, JobTitle="Mine")
    change(house, record_id, JobTitle="Theirs")
    rest(house)
    assert shown(item)["JobTitle"] == "Theirs"


def test_the_same_edit_on_both_sides_is_no_conflict() -> None:
    house, item, record_id = in_step()
    edit(house, item, JobTitle="Same")
    change(house, record_id, JobTitle="Same")
    rest(house)
    assert house.store.journal() == []
    assert shown(item)["JobTitle"] == held(house, record_id)["JobTitle"] == "Same"


def test_an_edit_and_an_emptying_conflict_too_and_the_lost_value_is_kept() -> None:
    house, item, record_id = in_step("salesforce")
    edit(house, item, JobTitle="Mine")
    change(house, record_id, JobTitle=None)
    rest(house)
    assert "JobTitle" not in shown(item)
    assert lost(house) == [("mailbox", {"JobTitle": "Mine"})]


@pytest.mark.parametrize(("policy", "expected"), [("salesforce", "Saved meanwhile"), ("mailbox", "Mine")])
def test_a_record_saved_between_our_read_and_our_write(policy: str, expected: str) -> None:
    house, item, record_id = in_step(policy)
    edit(house, item, JobTitle="Mine", Department="Also mine")
    org, _ = tap(house)
    saved = {"JobTitle": "Saved meanwhile", "HomePhone": "+49 1"}
    org.before = once("before+changed+after", lambda: change(house, record_id, **saved))
    rest(house)
    assert "before+changed+after" in org.seen
    whole = {**ANN, "JobTitle": expected, "Department": "Also mine", "HomePhone": "+49 1"}
    assert shown(item) == held(house, record_id) == whole
    losers = [value for _, before in lost(house) for value in before.values()]
    assert ("Mine" if policy == "salesforce" else "Saved meanwhile") in losers


def test_latest_lets_the_later_save_win_that_came_between_our_read_and_our_write() -> None:
    house, item, record_id = in_step("latest")
    edit(house, item, JobTitle="Mine")
    house.wait(minutes=5)
    org, _ = tap(house)
    org.before = once("before+changed+after", lambda: change(house, record_id, JobTitle="Saved meanwhile"))
    rest(house)
    assert shown(item)["JobTitle"] == held(house, record_id)["JobTitle"] == "Saved meanwhile"
    assert "Mine" in [value for _, before in lost(house) for value in before.values()]


@pytest.mark.parametrize(("policy", "expected"), [("salesforce", "Theirs"), ("mailbox", "Edited meanwhile")])
def test_an_item_saved_between_our_read_and_our_write_is_not_overwritten(policy: str, expected: str) -> None:
    house, item, record_id = in_step(policy)
    change(house, record_id, JobTitle="Theirs", Department="Also theirs")
    _, mail = tap(house)
    mail.before = once("UpdateItem", lambda: edit(house, item, JobTitle="Edited meanwhile", HomePhone="+49 1"))
    rest(house)
    assert mail.seen.count("UpdateItem") >= 1
    whole = {**ANN, "JobTitle": expected, "Department": "Also theirs", "HomePhone": "+49 1"}
    assert shown(item) == held(house, record_id) == whole
    losers = [value for _, before in lost(house) for value in before.values()]
    assert ({"Theirs", "Edited meanwhile"} - {expected}).pop() in losers


def test_a_deletion_between_our_read_and_our_write_brings_nothing_back() -> None:
    house, item, record_id = in_step()
    edit(house, item, JobTitle="Mine")
    org, _ = tap(house)
    org.before = once("before+changed+after", lambda: house.org.as_user("rep@acme.example").delete(record_id))
    rest(house)
    assert contacts(house) == {}
    assert [shown(one)["JobTitle"] for one in house.items()] == ["Mine"]


def test_a_value_that_salesforce_rewrites_starts_no_ping_pong() -> None:
    house, item, record_id = in_step()
    edit(house, item, EmailAddress1="ANN.New@Customer.Example", JobTitle="x" * 200, Surname="  Two   blanks ")
    rest(house)
    assert held(house, record_id)["EmailAddress1"] == "ann.new@customer.example"
    assert held(house, record_id)["JobTitle"] == "x" * 128
    assert shown(item)["JobTitle"] == "x" * 200
    change(house, record_id, Department="Own")
    rest(house)
    assert shown(item)["JobTitle"] == "x" * 200
    assert shown(item)["Department"] == "Own"


def test_long_notes_are_cut_once_and_never_flow_back() -> None:
    house = House(events=NO_EVENTS)
    item = put(house, {**ANN, "Body": "ä" * 33_000})
    rest(house)
    (record_id,) = contacts(house)
    assert len(held(house, record_id)["Body"]) == 32_000
    change(house, record_id, JobTitle="Other")
    rest(house)
    assert shown(item)["Body"] == "ä" * 33_000


def later(house: House, record_id: str) -> None:
    house.wait(seconds=1)
    change(house, record_id, JobTitle="Chief Buyer")


def test_an_automation_that_rewrites_what_was_written_is_followed_not_fought() -> None:
    """A flow in the org completes what Syncline writes: its value counts as Salesforce's own edit."""
    house, item, record_id = in_step()
    edit(house, item, JobTitle="chief buyer")
    org, _ = tap(house)
    org.after = once("before+changed+after", lambda: later(house, record_id))
    rest(house)
    assert shown(item)["JobTitle"] == "Chief Buyer"
    assert held(house, record_id)["JobTitle"] == shown(item)["JobTitle"]
