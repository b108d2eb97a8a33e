"""The recycle bin: bring records back, empty it, and merge contacts, whose losers go there.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_undelete.htm
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_merge.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce import activity_dates, invitees, write
from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

_MOVED: Final = {
    "Contact": (("Event", "WhoId"), ("Task", "WhoId"), ("EventRelation", "RelationId")),
    "Account": (("Contact", "AccountId"), ("Event", "WhatId"), ("Task", "WhatId")),
    "Lead": (("Event", "WhoId"), ("Task", "WhoId"), ("EventRelation", "RelationId")),
}


def undelete(acting: Acting, sobject: SObject, record_id: str) -> None:
    """Bring a record back with a new stamp, and what went with it. Raises RefusedError if it is not in the bin."""
    row = acting.state.tables[sobject.name].rows.get(record_id)
    if row is None or not row["IsDeleted"]:
        raise RefusedError("UNDELETE_FAILED", "entity is not in the recycle bin")
    _restore(acting, sobject, row, root=record_id)


def _restore(acting: Acting, sobject: SObject, row: Row, *, root: str) -> None:
    """Bring back a row and the dependants that went with it."""
    stamp = acting.state.stamp()
    live = {name: value for name, value in row.items() if name not in {"MasterRecordId", write.WENT_WITH}}
    live |= {"IsDeleted": False, "SystemModstamp": stamp, "LastModifiedDate": stamp, "LastModifiedById": acting.user_id}
    acting.state.tables.put(sobject.name, row["Id"], live)
    activity_dates.follow(acting.state, sobject, row, live)
    for child, field in write.CASCADES.get(sobject.name, ()):
        for dependant in acting.state.children(child, field, row["Id"]):
            if dependant.get(write.WENT_WITH) == root:
                _restore(acting, acting.state.schema.objects[child], dependant, root=root)
    events = acting.state.tables["Event"].rows
    for one in invitees.went(acting, sobject, row):
        if events.get(one, {}).get(write.WENT_WITH) == root:
            _restore(acting, acting.state.schema.objects["Event"], events[one], root=root)


def purge(acting: Acting, sobject: SObject, record_ids: Iterable[str] | None = None) -> int:
    """Empty the bin, wholly or of some records; queryAll no longer finds them, getDeleted still does."""
    rows = acting.state.tables[sobject.name].rows
    wanted = [record_id for record_id in (rows if record_ids is None else record_ids) if rows[record_id]["IsDeleted"]]
    for record_id in wanted:
        acting.state.purged[sobject.name][record_id] = rows[record_id]["SystemModstamp"]
        acting.state.tables.put(sobject.name, record_id, None)
    return len(wanted)


def merge(acting: Acting, sobject: SObject, master: str, losers: Iterable[str]) -> None:
    """Move what hangs on the losers to the master and delete them; each names its master from then on."""
    write.find(acting, sobject, master)
    for loser in losers:
        row = write.find(acting, sobject, loser)
        for child, field in _MOVED[sobject.name]:
            shape = acting.state.schema.objects[child]
            for dependant in acting.state.children(child, field, row["Id"]):
                if not dependant["IsDeleted"]:
                    write.update(acting, shape, dependant["Id"], {field: master})
        write.bin_it(acting, sobject, row)
        binned = acting.state.tables[sobject.name].rows[row["Id"]]
        acting.state.tables.put(sobject.name, row["Id"], binned | {"MasterRecordId": master})
    write.update(acting, sobject, master, {})
