"""Contacts as Graph is to store them: what is emptied."""

from __future__ import annotations

import pytest

from syncline.connectors.microsoft365.contact_read import contact_record
from syncline.connectors.microsoft365.contact_write import contact_changes
from syncline.connectors.port import Edit

ITEM = {"id": "c1", "changeKey": "k1"}


@pytest.mark.parametrize("label", ["BusinessFax", "OtherTelephone", "AssistantPhone", "Birthday"])
def test_what_is_emptied_is_written_as_text_and_read_as_nothing(label: str) -> None:
    body = contact_changes(Edit("c1", "k1", {label: None}, {}), {})
    extended = body.get("singleValueExtendedProperties", [])
    assert all(isinstance(one["value"], str) for one in extended), "its pages know a value as text alone"
    assert contact_record(ITEM | body).values == {}


def test_a_date_beside_a_birthday_that_is_gone_is_none() -> None:
    beside = {"id": "SystemTime {00062004-0000-0000-c000-000000000046} Id 0x80de", "value": "1974-07-22T00:00:00Z"}
    assert contact_record(ITEM | {"birthday": None, "singleValueExtendedProperties": [beside]}).values == {}
