"""SPEC 4.6: what stands in for a last name is what Salesforce will hold of it, to the letter."""

from __future__ import annotations

import pytest

from syncline.records.capability import SALESFORCE_CONTACT, fit
from syncline.records.stand_in import stand_in


@pytest.mark.parametrize("label", ["Surname", "GivenName", "CompanyName"])
@pytest.mark.parametrize(
    "name",
    ["a" * 90, "\U0001f3e2" * 50, "a" * 79 + "\U0001f3e2", "a" * 79 + " b"],
    ids=["plain", "emoji", "emoji at the end", "blank at the end"],
)
def test_a_name_that_stands_in_fits_as_it_is(label: str, name: str) -> None:
    found = stand_in({label: name})
    assert found
    assert fit(SALESFORCE_CONTACT, {"Surname": found}) == {"Surname": found}
