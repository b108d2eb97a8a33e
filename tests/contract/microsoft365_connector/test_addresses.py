"""Colleagues' addresses, which Outlook keeps by their names in the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Edit, Written
from tests.contract.mailbox_stage import CONTACTS, only

if TYPE_CHECKING:
    from tests.support.microsoft365_stage import Microsoft365Stage

X500 = "/O=EXCHANGELABS/OU=EXCHANGE ADMINISTRATIVE GROUP (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN=1C2EE2E6-ANNLEE"
ORIGINAL = "String {00062004-0000-0000-C000-000000000046} Id 0x8084"


def contact(stage: Microsoft365Stage, address: str, original: str | None) -> str:
    given: dict[str, Any] = {"surname": "Lee", "emailAddresses": [{"name": "Ann Lee", "address": address}]}
    if original:
        given["singleValueExtendedProperties"] = [{"id": ORIGINAL, "value": original}]
    return stage.box.create_contact(given, folder=stage.folder).id(immutable=True)


@pytest.mark.parametrize(
    ("address", "original", "expected"),
    [
        ("ann@acme.example", "ann.lee@acme.example", "ann@acme.example"),
        (X500, "ann.lee@acme.example", "ann.lee@acme.example"),
        (X500, "Ann Lee", None),
        (X500, None, None),
        (f"EX:{X500}", None, None),
    ],
)
def test_an_address_in_the_directory(
    stage: Microsoft365Stage, address: str, original: str | None, expected: str | None
) -> None:
    record = only(stage.open().read(CONTACTS, [contact(stage, address, original)])[0])
    assert record.values.get("EmailAddress1") == expected
    assert record.values["Surname"] == "Lee"
    assert record.not_representable == (None if expected else "unknown_address"), "never read as if it were empty"


def test_another_address_takes_the_place_of_a_name_in_the_directory(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    record = only(mailbox.read(CONTACTS, [contact(stage, X500, "ann.lee@acme.example")])[0])
    changes = {"EmailAddress1": "ann@elsewhere.example"}
    edit = Edit(record.id, record.version, changes, dict(record.values) | changes)
    assert isinstance(mailbox.update(CONTACTS, [edit])[0], Written)
    again = only(stage.open().read(CONTACTS, [record.id])[0])
    assert again.values["EmailAddress1"] == "ann@elsewhere.example"
