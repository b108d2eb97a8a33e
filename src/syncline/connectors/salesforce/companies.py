"""Putting accounts into the bodies of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.salesforce.accounts import UNRESOLVED
from syncline.connectors.salesforce.mapping import COMPANY
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.candidate import Candidate
    from syncline.records.record import Value


def learn(desk: Desk, shape: Shape, wanted: Iterable[Mapping[str, Value | None]]) -> None:
    """Look up the accounts of all companies in a list of writes, in one go."""
    if shape.collection is Collection.CONTACTS:
        desk.accounts.learn([str(values[COMPANY]) for values in wanted if values.get(COMPANY)])


def apply(
    desk: Desk, shape: Shape, values: Mapping[str, Value | None], body: dict[str, Any]
) -> tuple[tuple[str, ...], tuple[Candidate, ...]]:
    """Set the account of a body; answers notes and candidates for the result.

    A company that was emptied takes no account away.
    """
    company = values.get(COMPANY)
    if shape.collection is not Collection.CONTACTS or not company:
        return (), ()
    account = desk.accounts.account(str(company))
    if account is None:
        return (UNRESOLVED,), desk.accounts.candidates(str(company))
    body["AccountId"] = account
    return (), ()
