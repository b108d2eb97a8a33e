"""The name under which Outlook shows a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.normal import clean

if TYPE_CHECKING:
    from syncline.records.record import Values

NAMES = ("GivenName", "Surname", "CompanyName")
"""The fields that the name is made of."""


def full_name(values: Values) -> str:
    """Answer what Outlook is to show: the name, else the company, else the address."""
    name = " ".join(str(values[label]) for label in ("GivenName", "Surname") if label in values)
    return clean(name or str(values.get("CompanyName") or values.get("EmailAddress1") or ""), lines=False)
