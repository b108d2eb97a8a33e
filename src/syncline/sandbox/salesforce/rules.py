"""What the org works out by itself when a record is written: full names, an event's times and account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.state import OrgState
    from syncline.sandbox.salesforce.tables import Row


def apply(state: OrgState, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> Row:
    """Answer the row with what follows from it. `before` is None at create; `given` is what the request named."""
    if "FirstName" in sobject.fields and (sobject.name != "Account" or row.get("LastName")):
        row = {**row, "Name": " ".join(part for part in (row.get("FirstName"), row.get("LastName")) if part)}
    if sobject.name == "Contact":
        row = {**row, "IsEmailBounced": "EmailBouncedReason" in row or "EmailBouncedDate" in row}
    if sobject.name == "Event":
        row = events.times(before, given, row)
    if sobject.name in {"Event", "Task"}:
        row = {**row, "AccountId": _account(state, row)}
    return state.before_save(sobject.name, row)


def _account(state: OrgState, row: Row) -> str | None:
    """An activity's account is what it is related to, else that of its contact."""
    what: str | None = row.get("WhatId")
    if what and what.startswith("001"):
        return what
    who = state.row(row["WhoId"]) if row.get("WhoId") else None
    return who.get("AccountId") if who else None
