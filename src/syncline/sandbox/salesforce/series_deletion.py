"""Delete an event series from one of its occurrences on.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_event_series_delete.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.event_series import OF, PATTERN

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject


def delete_from(acting: Acting, sobject: SObject, record_id: str) -> None:
    """Delete an occurrence and all that follow; with the first one the whole series."""
    row = write.find(acting, sobject, record_id)
    if not row.get("IsRecurrence2") or row.get("IsRecurrence2Exclusion") or row.get("IsChild"):
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", "The event isn't part of an event series.", fields=())
    if row["StartDateTime"] < row["Recurrence2PatternStartDate"]:
        message = "You can't delete from an event that occurred before the series started."
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=())
    mine = [one for one in acting.state.tables[sobject.name].rows.values() if one.get(OF) == row[OF]]
    alive = [one for one in mine if not one["IsDeleted"] and one["GroupEventType"] != PATTERN]
    gone = [one for one in alive if one["StartDateTime"] >= row["StartDateTime"]]
    if len(gone) == len(alive):
        gone += [one for one in mine if one["GroupEventType"] == PATTERN]
    for one in gone:
        write.delete(acting, sobject, one["Id"])
