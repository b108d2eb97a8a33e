"""A name is found however its accents are written, for the org compares letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

import pytest

from syncline.records.record import Record
from syncline.records.words import Collection
from tests.support.sf_connector_world import REP

if TYPE_CHECKING:
    from tests.support.sf_connector_world import World


@pytest.mark.parametrize("held", ["NFC", "NFD"])
@pytest.mark.parametrize("given", ["Zoé", ""])
def test_accents_composed_and_decomposed_are_one_name(world: World, held: Literal["NFC", "NFD"], given: str) -> None:
    values = {"FirstName": normalize(held, given), "LastName": normalize(held, "Légère")}
    contact = world.org.as_user(REP).create("Contact", {name: text for name, text in values.items() if text})
    wanted = {"Surname": "Légère", "CompanyName": "Nobody"} | ({"GivenName": given} if given else {})

    found = world.open().find(Collection.CONTACTS, [Record(id="m1", version="1", values=wanted)])

    assert [record.id for record in found] == [contact]
