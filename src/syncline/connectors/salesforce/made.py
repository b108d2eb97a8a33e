"""Records that an earlier attempt may have made: by the rep, since the intent, with the content that was to be sent.

Somebody may have worked on such a record before anybody looked for it. So where none is quite like what was sent, one
that was saved again since it was made counts too, as long as it still holds most of that. Such a record is answered as
it was sent and without a version: what it holds now has to be read, and is somebody's edit.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce import own_fields, soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.mapping import COMPANY
from syncline.connectors.salesforce.rows import queries, query
from syncline.records.capability import fit
from syncline.records.fields import ATTENDEES, FIELDS
from syncline.records.normal import same
from syncline.records.stand_in import stand_in
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.port import Intent
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.capability import Capabilities
    from syncline.records.record import Record, Value

_SKEW = timedelta(minutes=15)
"""How far the org's clock may be behind ours."""


_BY = "LastModifiedById"
_GRAIN = timedelta(seconds=3)
"""The org tells instants and its own time in whole seconds."""
_MOSTLY = 0.6
"""The share of what was sent that an edited record must still hold to be taken for the one that was made."""

_ALWAYS = {
    Collection.CONTACTS: frozenset({"GivenName", "Surname", "EmailAddress1"}),
    Collection.EVENTS: frozenset({"Subject", "Start", "End"}),
}
"""Compared even if nothing was sent. Other fields that were not sent may have been filled by the org's automation."""


def made(desk: Desk, shape: Shape, capabilities: Capabilities, intents: Sequence[Intent]) -> dict[str, Record]:
    """Answer the record of each intent that was carried out: the one most like it, the newest of several."""
    found = _marked(desk, shape, intents) if own_fields.KEY in shape.columns else {}
    intents = [intent for intent in intents if intent.key not in found]
    if not intents:
        return found
    recent = sorted(_recent(desk, shape, intents), key=lambda one: (str(one[0].created), one[0].id), reverse=True)
    records = [record for record, _ in recent]
    saved_again = {record.id for record, again in recent if again}
    wanted = {intent.key: _wanted(shape, capabilities, intent) for intent in intents}
    for key, values in wanted.items():
        equal = (record for record in records if _equal(shape, values, record))
        best = min(equal, key=lambda record: len(record.values.keys() - values.keys()), default=None)
        if best:
            found[key] = best if best.id not in saved_again else structs.replace(best, version="", values=values)
            records.remove(best)
    young = min(intent.since for intent in intents) + desk.client.offset - _GRAIN
    edited = [one for one in records if one.id in saved_again and one.created is not None and one.created >= young]
    return found | _made_and_edited(shape, {key: values for key, values in wanted.items() if key not in found}, edited)


def _made_and_edited(shape: Shape, wanted: dict[str, dict[str, Value]], edited: list[Record]) -> dict[str, Record]:
    """Answer of these records, which somebody saved since they were made, those that still hold most of an intent."""
    found: dict[str, Record] = {}
    for key, values in wanted.items():
        best = max(edited, key=lambda record: _likeness(shape, values, record), default=None)
        if best is not None and _likeness(shape, values, best) >= _MOSTLY:
            found[key] = structs.replace(best, version="", values=values)
            edited.remove(best)
    return found


def _marked(desk: Desk, shape: Shape, intents: Sequence[Intent]) -> dict[str, Record]:
    """Answer the records that bear an intent's key."""
    statements = [
        select(shape, [soql.within(own_fields.KEY, group)])
        for group in soql.packed(soql.text(intent.key) for intent in intents)
    ]
    answered = queries(desk.client, "made", statements, asked=shape.columns)
    return {str(row.get(own_fields.KEY)): shape.record(row) for rows in answered for row in rows}


def _recent(desk: Desk, shape: Shape, intents: Sequence[Intent]) -> Iterator[tuple[Record, bool]]:
    """Answer what the rep made since the intents, and whether it was saved again: later, or by somebody else."""
    since = min(intent.since for intent in intents) - _SKEW
    by_rep = [f"CreatedById = '{desk.user_id}'", f"CreatedDate >= {soql.instant(since)}"]
    last, more = "000000000000000AAA", True
    while more:
        conditions = [*by_rep, f"Id > '{last}'"]
        statement = soql.select((*shape.columns, _BY), shape.sobject, conditions, f"ORDER BY Id LIMIT {PAGE}")
        found = query(desk.client, "made", statement, asked=shape.columns)
        if found.rows and str(found.rows[-1].get("Id")) <= last:
            raise BadAnswerError("The org answers the same records again and again.", code="endless_listing")
        # What bears a key bears another intent's.
        for row in found.rows:
            if not row.get(own_fields.KEY):
                record = shape.record(row)
                yield record, row.get(_BY) != desk.user_id or record.modified != record.created
        more = bool(found.rows) and (found.following is not None or len(found.rows) == PAGE)
        last = str(found.rows[-1].get("Id")) if found.rows else last


def _wanted(shape: Shape, capabilities: Capabilities, intent: Intent) -> dict[str, Value]:
    """What the record holds if it was made. The company may not have become an account: it tells nothing."""
    if shape.collection is Collection.EVENTS:
        # Who takes part is invited by a call of its own, and may not be yet.
        values = {label: value for label, value in intent.values.items() if label != ATTENDEES}
        return shape.as_sent(shape.new_body(values), fit(capabilities, values))
    wanted = fit(capabilities, {**intent.values, "Surname": stand_in(intent.values)})
    wanted.pop(COMPANY, None)
    return wanted


def _equal(shape: Shape, wanted: dict[str, Value], record: Record) -> bool:
    labels = wanted.keys() | _ALWAYS[shape.collection]
    fields = FIELDS[shape.collection]
    return all(same(fields[label], wanted.get(label), record.values.get(label)) for label in labels)


def _likeness(shape: Shape, wanted: dict[str, Value], record: Record) -> float:
    """Answer which share of what was sent a record still holds; what matching relies on counts wherever it stands."""
    fields, now = FIELDS[shape.collection], record.values
    labels = [label for label in wanted.keys() | _ALWAYS[shape.collection] if wanted.get(label) or now.get(label)]
    held = sum(same(fields[label], wanted.get(label), now.get(label)) for label in labels)
    return held / len(labels) if labels else 0.0
