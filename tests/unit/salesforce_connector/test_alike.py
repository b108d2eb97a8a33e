"""Ten thousand reps are told the same of an org: it is kept once, and what one of them does not see is not theirs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from weakref import ref

from syncline.connectors.salesforce.describe import Alike

NAME = {"name": "LastName", "type": "string", "length": 80, "nillable": False, "createable": True}
COUNTRY = {
    "name": "MailingCountryCode", "type": "picklist", "length": 3,
    "picklistValues": [{"value": "DE", "label": "Germany", "active": True}],
}  # fmt: skip


def told(*fields: dict[str, Any]) -> dict[str, Any]:
    """A description, as each answer brings it anew."""
    return deepcopy({"name": "Contact", "createable": True, "updateable": True, "deletable": True, "fields": fields})


def test_what_is_told_in_the_same_words_is_kept_once() -> None:
    alike = Alike()
    assert alike.object(told(NAME, COUNTRY)) is alike.object(told(NAME, COUNTRY))


def test_half_a_character_is_told_apart_as_well() -> None:
    alike = Alike()
    first, second = ({**NAME, "label": label} for label in ("\ud83d", "\ude00"))
    assert alike.object(told(first)) is alike.object(told(first))
    assert alike.object(told(first)) is not alike.object(told(second))


def test_who_sees_less_shares_the_fields_they_see() -> None:
    alike = Alike()
    all_, some = alike.object(told(NAME, COUNTRY)), alike.object(told(NAME))
    assert "mailingcountrycode" not in some.fields
    assert some.fields["lastname"] is all_.fields["lastname"]


def test_a_field_that_one_may_not_write_is_theirs_alone() -> None:
    alike = Alike()
    writer, reader = alike.object(told(NAME)), alike.object(told({**NAME, "createable": False}))
    assert (writer.fields["lastname"].createable, reader.fields["lastname"].createable) == (True, False)


def test_it_is_forgotten_with_the_last_who_was_told() -> None:
    alike = Alike()
    fact = alike.object(told(NAME))
    kept = ref(fact)
    del fact
    assert kept() is None
