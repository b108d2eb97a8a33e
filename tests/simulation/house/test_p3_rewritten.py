"""P3 with an org that rewrites what is saved: no ping-pong, and the mailbox keeps what the rep wrote.

What Salesforce makes of a value that Syncline writes is noted and stays on the Salesforce side (docs/adr/0003): were it
taken for an edit, every lossy field would come back shortened. What the org's people or automation change *later* is an
edit like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.house import House
from tests.support.house_people import add, change, contacts, edit, held, person, put, rest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Trigger = Callable[[Mapping[str, Any], Mapping[str, Any] | None], Mapping[str, Any]]


def phone(row: Mapping[str, Any], _before: object) -> dict[str, Any]:
    """Like an org that writes all phone numbers in one way."""
    digits = re.sub(r"\D", "", str(row.get("Phone", "")))[-10:].rjust(10, "0")
    return {"Phone": f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"}


def capitals(row: Mapping[str, Any], _before: object) -> dict[str, Any]:
    return {"LastName": str(row["LastName"]).upper()}


def cut(row: Mapping[str, Any], _before: object) -> dict[str, Any]:
    return {"Title": str(row.get("Title", ""))[:10]} if row.get("Title") else {}


def emptied(_row: object, _before: object) -> dict[str, Any]:
    return {"Title": None}


def counted(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The worst of them: every save makes another value."""
    edits = int(str((before or {}).get("Department", "0"))) + 1
    return {"Department": str(edits)}


TRIGGERS: list[Trigger] = [phone, capitals, cut, emptied, counted]


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_a_trigger_rewrites_comes_to_rest(trigger: Trigger) -> None:
    house = House()
    house.org.setup.add_trigger("Contact", trigger)
    item = put(house, person(1))
    made = add(house, person(2))
    rest(house)
    edit(house, item, JobTitle="Head of Sales and Marketing", BusinessPhone="+49 30 5550199")
    change(house, made, JobTitle="Chief of everything")

    rest(house)

    mine = next(values for values in map(shown, house.items()) if values["EmailAddress1"] == person(1)["EmailAddress1"])
    written = {**person(1), "JobTitle": "Head of Sales and Marketing", "BusinessPhone": "+49 30 5550199"}
    assert {name: value for name, value in mine.items() if value} == written


def test_what_salesforce_made_of_a_value_stays_there_until_somebody_edits_it() -> None:
    house = House()
    house.org.setup.add_trigger("Contact", phone)
    item = put(house, {**person(1), "BusinessPhone": "+49 30 5550199"})
    rest(house)
    (record_id,) = contacts(house)
    assert held(house, record_id)["BusinessPhone"] == "(930) 555-0199"
    assert shown(item)["BusinessPhone"] == "+49 30 5550199"

    change(house, record_id, BusinessPhone="9305550100")
    house.wait(minutes=5)
    rest(house)

    assert shown(item)["BusinessPhone"] == held(house, record_id)["BusinessPhone"] == "(930) 555-0100"
