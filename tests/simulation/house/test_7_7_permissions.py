"""SPEC 7.7: what a rep lacks in Salesforce is named in every cycle, for that rep alone; nothing is lost, it heals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.engine.feed import read_feed
from tests.support.house import REP, House
from tests.support.house_people import add, both, change, contacts, edit, person, put, rest, shown
from tests.support.house_wire import once, tap

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce import Permissions

ALICE, BOB = "alice@acme.example", "bob@acme.example"
EVERYTHING = frozenset({"read", "create", "edit", "delete"})


def messages(house: House) -> dict[str, tuple[str, str]]:
    """Code and message of each rep's trouble."""
    return {row.rep: (row.code, row.message) for row in house.store.errors() if not row.record_id}


def deny(permissions: Permissions, *rights: str, sobject: str = "Contact") -> None:
    permissions.objects[sobject] = EVERYTHING - set(rights)


def test_before_the_first_sync_a_missing_permission_is_named_and_nothing_is_touched() -> None:
    house = House(reps=(ALICE, BOB))
    put(house, person(1), rep=ALICE)
    add(house, person(2), rep=BOB)
    deny(house.org.permissions(ALICE), "create")

    house.sync()

    code, message = messages(house)[f"acme/{ALICE}"]
    assert (code, "Create on Contact" in message) == ("permission_missing", True)
    assert set(messages(house)) == {f"acme/{ALICE}"}
    assert house.org.count("Contact") == 1
    house.org.permissions(ALICE).objects.clear()
    house.wait(seconds=5)
    rest(house)
    assert messages(house) == {}
    assert len(contacts(house)) == 2


FEED = "Contact+Event+Account+User+SetupAuditTrail"
AWAY: dict[str, tuple[Callable[[Permissions], object], str]] = {
    "an object": (lambda may: deny(may, "create"), "Create on Contact"),
    "editing an object": (lambda may: deny(may, "edit"), "Edit on Contact"),
    "accounts": (lambda may: deny(may, "read", "create", "edit", "delete", sobject="Account"), "Read on Account"),
    "a mapped field": (lambda may: may.hidden.add(("Contact", "Fax")), "Read on Contact.Fax"),
    "writing a mapped field": (lambda may: may.read_only.add(("Contact", "Fax")), "Edit on Contact.Fax"),
}


def give_back(permissions: Permissions) -> None:
    permissions.objects.clear()
    permissions.hidden.clear()
    permissions.read_only.clear()


def still(house: House) -> House:
    """In step, and nothing to do but to listen."""
    rest(house)
    house.wait(minutes=10)
    house.sync()
    house.wait(minutes=10)
    return house


@pytest.mark.parametrize("what", AWAY)
def test_an_idle_cycle_names_what_was_taken_away_and_the_next_one_that_it_is_back(what: str) -> None:
    house = House(reps=(ALICE, BOB))
    for number, rep in enumerate(house.reps):
        put(house, person(number), rep=rep)
    still(house)
    take_away, named = AWAY[what]
    assert house.sync()["calls"]["salesforce"] == 1
    take_away(house.org.permissions(ALICE))

    house.sync()

    code, message = messages(house)[f"acme/{ALICE}"]
    assert (code, named in message) == ("permission_missing", True)
    assert set(messages(house)) == {f"acme/{ALICE}"}
    house.wait(minutes=5)
    house.sync()
    assert set(messages(house)) == {f"acme/{ALICE}"}, "and it stays as long as it is missing"
    give_back(house.org.permissions(ALICE))
    house.wait(minutes=5)
    house.sync()
    assert messages(house) == {}
    house.wait(minutes=5)
    assert house.sync()["calls"]["salesforce"] == 1


def test_what_changes_in_setup_is_asked_about_once_for_each_rep() -> None:
    house = still(House(reps=(ALICE, BOB)))
    house.org.setup.grant("Contact", "Birthdate", frozenset({"Other"}))
    house.org.setup.assign("Other", house.org.user_id(ALICE), house.org.user_id(BOB))
    assert house.sync()["calls"]["salesforce"] == 1 + 2
    house.wait(minutes=5)
    assert house.sync()["calls"]["salesforce"] == 1


def test_a_permission_set_taken_away_with_its_field_is_noticed_idly() -> None:
    house = House()
    house.org.setup.grant("Contact", "Birthdate", frozenset({"Sales fields"}))
    house.org.setup.assign("Sales fields", house.org.user_id(REP), house.org.user_id("sync@acme.example"))
    still(house)
    assert messages(house) == {}
    house.org.permissions(REP).permission_sets.clear()
    house.sync()
    ((code, message),) = messages(house).values()
    assert (code, "Read on Contact.Birthdate" in message) == ("permission_missing", True)


def test_api_enabled_taken_away_is_noticed_idly() -> None:
    house = still(House(reps=(ALICE, BOB)))
    house.org.permissions(ALICE).api_enabled = False
    house.sync()
    assert {rep: code for rep, (code, _message) in messages(house).items()} == {f"acme/{ALICE}": "rep_api_disabled"}
    house.org.permissions(ALICE).api_enabled = True
    house.wait(minutes=5)
    house.sync()
    assert messages(house) == {}


def test_a_user_record_that_changed_is_reason_enough_to_ask() -> None:
    house = still(House())
    house.org.admin.update(house.org.user_id(REP), {"LastName": "Promoted"})
    assert house.sync()["calls"]["salesforce"] == 1 + 1 + 1, "the feed, the user, and the user's permissions"


def test_where_the_feed_may_not_tell_of_setup_every_rep_is_asked_in_every_cycle() -> None:
    house = House(reps=(ALICE, BOB))
    house.org.permissions("sync@acme.example").view_setup = False
    still(house)
    assert house.sync()["calls"]["salesforce"] == 1 + 2
    deny(house.org.permissions(BOB), "edit")
    house.wait(minutes=5)
    house.sync()
    assert set(messages(house)) == {f"acme/{BOB}"}
    give_back(house.org.permissions(BOB))
    house.wait(minutes=5)
    house.sync()
    assert messages(house) == {}


def test_once_a_day_everybody_is_asked_for_what_ends_by_itself() -> None:
    house = still(House())
    org, _mail = tap(house)
    for hours, asked in ((12, 0), (13, 1), (12, 0)):
        org.seen.clear()
        house.wait(hours=hours)
        house.sync()
        assert org.seen.count("Contact+Account+Event") == asked


def test_a_process_that_dies_behind_the_feed_still_asks() -> None:
    house = still(House())
    deny(house.org.permissions(REP), "create")
    read_feed(house.store, house.org_connection().reader(), "acme", house.store.reps())
    house.sync()
    assert [code for code, _message in messages(house).values()] == ["permission_missing"]


@pytest.mark.parametrize("right", ["create", "edit"])
def test_a_permission_taken_away_within_a_cycle_is_named_by_that_cycle(right: str) -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    before = contacts(house)
    house.wait(minutes=5)
    if right == "create":
        put(house, person(2))
    else:
        edit(house, item, JobTitle="Head of Sales")
    org, _mail = tap(house)
    org.after = once(FEED, lambda: deny(house.org.permissions(REP), right))

    house.sync()

    ((code, message),) = messages(house).values()
    assert (code, f"{right.capitalize()} on Contact" in message) == ("permission_missing", True)
    assert contacts(house) == before
    give_back(house.org.permissions(REP))
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    mailbox, now = both(house)
    assert mailbox == now


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_rep_who_may_no_longer_read_contacts_loses_nothing(*, meanwhile: bool) -> None:
    house = House()
    put(house, person(1))
    made = add(house, person(2))
    rest(house)
    before = both(house)
    may = house.org.permissions(REP)
    house.org.admin.update(made, {"Title": "CEO"})
    house.wait(minutes=5)
    if meanwhile:
        org, _mail = tap(house)
        org.after = once(FEED, lambda: may.objects.update(Contact=frozenset()))
    else:
        may.objects["Contact"] = frozenset()

    house.sync()

    ((code, message),) = messages(house).values()
    assert (code, "Contact" in message) == ("field_not_visible" if meanwhile else "permission_missing", True)
    assert both(house)[0] == before[0]
    give_back(may)
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    mailbox, now = both(house)
    assert mailbox == now
    assert "CEO" in [values.get("JobTitle") for values in mailbox]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_field_hidden_from_one_rep_is_that_reps_trouble_and_wipes_nothing(*, meanwhile: bool) -> None:
    house = House(reps=(ALICE, BOB))
    made = {
        rep: add(house, {**person(number), "BusinessFax": "+49 30 77"}, rep) for number, rep in enumerate(house.reps)
    }
    rest(house)
    may = house.org.permissions(ALICE)
    house.wait(minutes=5)
    for rep, record_id in made.items():
        change(house, record_id, rep, JobTitle="CEO")
    if meanwhile:
        org, _mail = tap(house)
        org.after = once(FEED, lambda: may.hidden.add(("Contact", "Fax")))
    else:
        may.hidden.add(("Contact", "Fax"))

    house.sync()

    code, message = messages(house)[f"acme/{ALICE}"]
    assert (code, "Fax" in message) == ("field_not_visible" if meanwhile else "permission_missing", True)
    assert set(messages(house)) == {f"acme/{ALICE}"}
    told = {rep: next(shown(item) for item in house.items(rep)) for rep in house.reps}
    assert [told[rep]["BusinessFax"] for rep in house.reps] == ["+49 30 77"] * 2
    assert (told[ALICE]["JobTitle"] == "CEO", told[BOB]["JobTitle"]) == (False, "CEO")
    give_back(may)
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    assert shown(house.items(ALICE)[0])["JobTitle"] == "CEO"
