"""What stands in for a last name, which Salesforce requires (SPEC 4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.capability import SALESFORCE_CONTACT, fit

if TYPE_CHECKING:
    from syncline.records.record import Values

NOBODY = "Unknown"


def stand_in(values: Values) -> str:
    """Answer the last name for Salesforce: the last name, else first name, company, local part of the address."""
    address = str(values.get("EmailAddress1", ""))
    candidates = (values.get("Surname"), values.get("GivenName"), values.get("CompanyName"), address.partition("@")[0])
    held = (fit(SALESFORCE_CONTACT, {"Surname": str(candidate or "")}) for candidate in candidates)
    return next((str(one["Surname"]) for one in held if one), NOBODY)
