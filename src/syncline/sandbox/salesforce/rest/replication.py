"""/sobjects/X/updated and /deleted: which records changed in a span of time.

Seconds are ignored; the span is more than a minute long and reaches 30 (updated) or 15 days (deleted) back.
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_getupdated.htm
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_getdeleted.htm
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_getdeleted.htm
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.values import parse_instant, show

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.schema import SObject

UPDATED_DAYS: Final = 30
DELETED_DAYS: Final = 15


def updated(call: Call, name: str) -> Reply:
    """Answer GET /sobjects/X/updated?start=&end=."""
    sobject = call.sobject(name)
    start, end = _span(call, UPDATED_DAYS)
    rows = call.acting.state.tables[sobject.name].rows
    ids = [
        record_id
        for record_id in call.acting.state.tables[sobject.name].stamped(start, end - timedelta(seconds=1))
        if not rows[record_id].get("IsDeleted") and call.acting.sees(sobject, rows[record_id])
    ]
    return Reply(200, {"ids": ids, "latestDateCovered": show(_covered(call, end))})


def deleted(call: Call, name: str) -> Reply:
    """Answer GET /sobjects/X/deleted?start=&end=."""
    sobject = call.sobject(name)
    start, end = _span(call, DELETED_DAYS)
    log = _log(call, sobject)
    records = [{"deletedDate": show(stamp), "id": record_id} for stamp, record_id in log if start <= stamp < end]
    earliest = min(log, default=(call.acting.state.clock() - timedelta(days=DELETED_DAYS), ""))[0]
    return Reply(
        200,
        {
            "deletedRecords": records,
            "earliestDateAvailable": show(earliest),
            "latestDateCovered": show(_covered(call, end)),
        },
    )


def _log(call: Call, sobject: SObject) -> list[tuple[datetime, str]]:
    """What is in the bin was stamped when it went there; the log also keeps what has left the bin since."""
    table = call.acting.state.tables[sobject.name]
    binned = [
        (table.rows[record_id]["SystemModstamp"], record_id)
        for record_id in table.stamped(None, None)
        if table.rows[record_id].get("IsDeleted")
    ]
    return sorted(binned + [(stamp, gone) for gone, stamp in call.acting.state.purged[sobject.name].items()])


def _span(call: Call, days: int) -> tuple[datetime, datetime]:
    start, end = (_instant(call, name) for name in ("start", "end"))
    if end - start < timedelta(minutes=1):
        raise _bad_date("The start date must be more than one minute before the end date")
    if start < call.acting.state.clock() - timedelta(days=days, minutes=1):
        raise _bad_date(f"specified start date {show(start)} cannot be more than {days} days ago")
    return start, end


def _instant(call: Call, name: str) -> datetime:
    instant = parse_instant(call.arguments.get(name, ""))
    if instant is None:
        raise _bad_date(f"invalid or missing {name} date")
    return instant.replace(second=0)


def _covered(call: Call, end: datetime) -> datetime:
    """What was committed up to the present minute is covered, whatever end was asked for."""
    return min(end, call.acting.state.clock().replace(second=0, microsecond=0))


def _bad_date(message: str) -> RefusedError:
    return RefusedError("INVALID_REPLICATION_DATE", message)
