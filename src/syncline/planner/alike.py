"""What a contact looks like once Salesforce holds it: how pairs are known again whose links were lost.

A name was cut to what fits, something stood in for the last name, a company that is no account was left out (SPEC 4.3
and 4.6). On a first match such records are strangers; after a reset or a lost store they are the copies that were made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.keys import email_key, full_name
from syncline.records.capability import SALESFORCE_CONTACT, fit
from syncline.records.normal import key_of
from syncline.records.stand_in import stand_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.records.record import Record, Value, Values

KIND = "alike"


def key_in_mailbox(values: Values) -> str:
    """Answer the key under which a mailbox contact's copy in Salesforce is found."""
    return key_in_salesforce(fit(SALESFORCE_CONTACT, {**values, "Surname": stand_in(values)}))


def key_in_salesforce(values: Values) -> str:
    """Answer the key of a Salesforce contact: first and last name as compared."""
    first, last = full_name(values)
    return f"{KIND}:{first}\x1f{last}"


def copies(newcomer: Record, found: Iterable[Record]) -> tuple[Record, ...]:
    """Answer which of the contacts found by that key may be copies: nothing that both hold tells them apart."""
    mine = fit(SALESFORCE_CONTACT, newcomer.values)
    return tuple(record for record in found if _compatible(mine, record.values))


def _compatible(mine: Values, theirs: Values) -> bool:
    emails = {email_key(mine), email_key(theirs)} - {""}
    companies = {_text(mine.get("CompanyName")), _text(theirs.get("CompanyName"))}
    return len(emails) <= 1 and (len(companies) == 1 or "CompanyName" not in theirs)


def _text(value: Value | None) -> str:
    return key_of(value) if isinstance(value, str) else ""
