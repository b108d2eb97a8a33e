"""SPEC 7.7: what a rep lacks in Salesforce is named, for that rep alone; nothing is lost, and it heals by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.house import REP, House
from tests.support.house_people import add, both, change, contacts, edit, person, put, rest, shown

if TYPE_CHECKING:
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


@pytest.mark.parametrize("right", ["create", "edit"])
def test_a_permission_taken_away_later_is_named_when_it_is_needed(right: str) -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    before = contacts(house)
    deny(house.org.permissions(REP), right)
    house.wait(minutes=5)
    if right == "create":
        put(house, person(2))
    else:
        edit(house, item, JobTitle="Head of Sales")

    house.sync()

    ((code, message),) = messages(house).values()
    assert (code, f"{right.capitalize()} on Contact" in message) == ("permission_missing", True)
    assert contacts(house) == before
    house.org.permissions(REP).objects.clear()
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    mailbox, org = both(house)
    assert mailbox == org


def test_a_rep_who_may_no_longer_read_contacts_loses_nothing() -> None:
    house = House()
    put(house, person(1))
    made = add(house, person(2))
    rest(house)
    before = both(house)
    house.org.permissions(REP).objects["Contact"] = frozenset()
    house.org.admin.update(made, {"Title": "CEO"})
    house.wait(minutes=5)

    house.sync()

    ((code, message),) = messages(house).values()
    assert (code, "Contact" in message) == ("field_not_visible", True)
    assert both(house)[0] == before[0]
    house.org.permissions(REP).objects.clear()
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    mailbox, org = both(house)
    assert mailbox == org
    assert "CEO" in [values.get("JobTitle") for values in mailbox]


def test_a_field_hidden_from_one_rep_is_that_reps_trouble_and_wipes_nothing() -> None:
    house = House(reps=(ALICE, BOB))
    made = {
        rep: add(house, {**person(number), "BusinessFax": "+49 30 77"}, rep) for number, rep in enumerate(house.reps)
    }
    rest(house)
    house.org.permissions(ALICE).hidden.add(("Contact", "Fax"))
    house.wait(minutes=5)
    for rep, record_id in made.items():
        change(house, record_id, rep, JobTitle="CEO")

    house.sync()

    code, message = messages(house)[f"acme/{ALICE}"]
    assert (code, "Fax" in message) == ("field_not_visible", True)
    assert set(messages(house)) == {f"acme/{ALICE}"}
    told = {rep: next(shown(item) for item in house.items(rep)) for rep in house.reps}
    assert [told[rep]["BusinessFax"] for rep in house.reps] == ["+49 30 77"] * 2
    assert (told[ALICE]["JobTitle"] == "CEO", told[BOB]["JobTitle"]) == (False, "CEO")
    house.org.permissions(ALICE).hidden.clear()
    house.wait(minutes=10)
    rest(house)
    assert messages(house) == {}
    assert shown(house.items(ALICE)[0])["JobTitle"] == "CEO"
