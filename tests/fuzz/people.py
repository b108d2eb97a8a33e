"""The people of the histories: six who collide. Namesakes, two on one address, one without last name or company."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from faker import Faker

from syncline.records.capability import (
    EXCHANGE_CONTACT,
    GOOGLE_CONTACT,
    MICROSOFT365_CONTACT,
    SALESFORCE_CONTACT,
    Capabilities,
    fit,
)
from tests.fuzz.history import PEOPLE, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.record import Value, Values

LABELS = ("GivenName", "Surname", "CompanyName", "EmailAddress1", "JobTitle", "BusinessPhone", "Body")
FREE = ("JobTitle", "BusinessPhone", "Body")
"""Fields that tell nothing about who somebody is."""
THERE: Capabilities = {label: SALESFORCE_CONTACT[label] for label in LABELS}
_HERE: tuple[Capabilities, ...] = tuple(
    {label: kind[label] for label in LABELS if label in kind}
    for kind in (EXCHANGE_CONTACT, MICROSOFT365_CONTACT, GOOGLE_CONTACT)
)


def here(number: int) -> Capabilities:
    """What the n-th mailbox can hold: the first is on Exchange, the second on Microsoft 365, the third on Google."""
    return _HERE[(number - 1) % len(_HERE)]


def _made_up() -> tuple[tuple[dict[str, Value], ...], str]:
    fake = Faker("de_DE")
    fake.seed_instance(7)
    company, given, surname, shared = fake.company(), fake.first_name(), fake.last_name(), fake.ascii_company_email()
    ann: dict[str, Value] = {"GivenName": given, "Surname": surname, "CompanyName": company}
    two: list[dict[str, Value]] = [
        {"GivenName": fake.unique.first_name(), "Surname": fake.unique.last_name(), "CompanyName": company}
        for _ in range(2)
    ]
    return (
        {**ann, "EmailAddress1": fake.unique.ascii_email()},
        {**ann, "EmailAddress1": fake.unique.ascii_email()},
        {**two[0], "EmailAddress1": shared},
        {**two[1], "EmailAddress1": shared},
        {"GivenName": given, "Surname": surname, "EmailAddress1": fake.unique.ascii_email()},
        {"GivenName": fake.unique.first_name(), "EmailAddress1": fake.unique.ascii_email()},
    ), company


_PEOPLE, ACCOUNT = _made_up()
"""`ACCOUNT` is the one company that Salesforce has an account of."""
NAMESAKES = frozenset({0, 1})
"""Two people of one name in one company: by the rules of matching, one may be taken for the other."""
assert len(_PEOPLE) == PEOPLE


def person(who: int, variant: int) -> dict[str, Value]:
    """Answer a person as somebody may have entered them; variant 0 is complete."""
    values = dict(_PEOPLE[who])
    assert 0 <= variant < VARIANTS
    if variant == 1:
        values.pop("EmailAddress1")
    elif variant == 2:
        values.pop("CompanyName", None)
    elif variant == 3:
        values["CompanyName"] = "Nowhere Ltd"
    elif variant == 4:
        values["GivenName"] = "Zoe"
    elif variant == 5:
        values["EmailAddress1"] = str(values["EmailAddress1"]).upper()
    return values


def saved_there(values: dict[str, Value]) -> dict[str, Value]:
    """What Salesforce keeps: what fits, a last name whatever happens, and only companies that are accounts."""
    kept = fit(THERE, values)
    if kept.get("CompanyName") != ACCOUNT:
        kept.pop("CompanyName", None)
    if "Surname" not in kept:
        kept["Surname"] = kept.get("GivenName") or kept.get("EmailAddress1") or "Unknown"
    return kept


def saved_here(number: int) -> Callable[[dict[str, Value]], dict[str, Value]]:
    """What the n-th mailbox keeps: everything, tidied."""
    return partial(fit, here(number))


def texts(values: Values) -> set[str]:
    """Every text of a record that somebody typed into a free field."""
    return {str(values[label]) for label in FREE if label in values}
