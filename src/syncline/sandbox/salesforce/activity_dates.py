"""LastActivityDate of contacts, leads and accounts: the day of the latest event, or of the latest completed task.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm.
It is worked out, not edited: the record's own stamps stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.state import OrgState
    from syncline.sandbox.salesforce.tables import Row

_PARENTS: Final = ("WhoId", "WhatId", "AccountId")
_FIELD: Final = "LastActivityDate"


def follow(state: OrgState, sobject: SObject, before: Row | None, after: Row) -> None:
    """Bring the dates of everything that an activity hangs on, or hung on, in step."""
    if sobject.name not in {"Event", "Task"}:
        return
    for parent in {row[name] for row in (before, after) if row for name in _PARENTS if row.get(name)}:
        row = state.row(parent)
        shape = state.schema.of_id(parent)
        if row is None or shape is None or _FIELD not in shape.fields:
            continue
        latest = _latest(state, parent, row, before, after)
        if latest != row.get(_FIELD):
            state.tables.put(shape.name, parent, {**row, _FIELD: latest} if latest else _without(row))


def _latest(state: OrgState, parent: str, row: Row, before: Row | None, after: Row) -> date | None:
    now: date | None = row.get(_FIELD)
    gone = before is not None and _counted(before, parent) == now
    if gone:
        return max(_dates(state, parent), default=None)
    new = _counted(after, parent)
    return max((day for day in (now, new) if day), default=None)


def _dates(state: OrgState, parent: str) -> Iterator[date]:
    for name in ("Event", "Task"):
        for field in _PARENTS:
            for row in state.children(name, field, parent):
                day = _counted(row, parent)
                if day:
                    yield day


def _counted(row: Row, parent: str) -> date | None:
    """Answer the day of an activity if it counts for this parent."""
    hangs = parent in {row.get(name) for name in _PARENTS}
    done = not row["Id"].startswith("00T") or row.get("Status") == "Completed"
    day: date | None = row.get("ActivityDate")
    return day if hangs and done and not row.get("IsDeleted") else None


def _without(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != _FIELD}
