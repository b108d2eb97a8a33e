"""Records that an earlier attempt may have made: by the rep, since the intent, with the content that was to be sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce import own_fields, soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.mapping import COMPANY
from syncline.connectors.salesforce.rows import queries, query
from syncline.records.capability import fit
from syncline.records.fields import FIELDS
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
    recent = sorted(_recent(desk, shape, intents), key=lambda record: (str(record.created), record.id), reverse=True)
    for intent in intents:
        wanted = _wanted(shape, capabilities, intent)
        equal = (record for record in recent if _equal(shape, wanted, record))
        best = min(equal, key=lambda record: len(record.values.keys() - wanted.keys()), default=None)
        if best:
            found[intent.key] = best
            recent.remove(best)
    return found


def _marked(desk: Desk, shape: Shape, intents: Sequence[Intent]) -> dict[str, Record]:
    """Answer the records that bear an intent's key."""
    statements = [
        select(shape, [soql.within(own_fields.KEY, group)])
        for group in soql.packed(soql.text(intent.key) for intent in intents)
    ]
    answered = queries(desk.client, "made", statements, asked=shape.columns)
    return {str(row.get(own_fields.KEY)): shape.record(row) for rows in answered for row in rows}


def _recent(desk: Desk, shape: Shape, intents: Sequence[Intent]) -> Iterator[Record]:
    since = min(intent.since for intent in intents) - _SKEW
    by_rep = [f"CreatedById = '{desk.user_id}'", f"CreatedDate >= {soql.instant(since)}"]
    last, more = "000000000000000AAA", True
    while more:
        statement = select(shape, [*by_rep, f"Id > '{last}'"], f"ORDER BY Id LIMIT {PAGE}")
        found = query(desk.client, "made", statement, asked=shape.columns)
        if found.rows and str(found.rows[-1].get("Id")) <= last:
            raise BadAnswerError("The org answers the same records again and again.", code="endless_listing")
        # What bears a key bears another intent's.
        yield from (shape.record(row) for row in found.rows if not row.get(own_fields.KEY))
        more = bool(found.rows) and (found.following is not None or len(found.rows) == PAGE)
        last = str(found.rows[-1].get("Id")) if found.rows else last


def _wanted(shape: Shape, capabilities: Capabilities, intent: Intent) -> dict[str, Value]:
    """What the record holds if it was made. The company may not have become an account: it tells nothing."""
    if shape.collection is Collection.EVENTS:
        return shape.as_sent(shape.new_body(intent.values), fit(capabilities, intent.values))
    wanted = fit(capabilities, {**intent.values, "Surname": stand_in(intent.values)})
    wanted.pop(COMPANY, None)
    return wanted


def _equal(shape: Shape, wanted: dict[str, Value], record: Record) -> bool:
    labels = wanted.keys() | _ALWAYS[shape.collection]
    fields = FIELDS[shape.collection]
    return all(same(fields[label], wanted.get(label), record.values.get(label)) for label in labels)
