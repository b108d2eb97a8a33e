"""The contacts in a rep's scope, once through, by id: a page that was read stays read whatever happens behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import ResyncError
from syncline.connectors.port import Page
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.rows import query
from syncline.records.words import Collection, Direction

if TYPE_CHECKING:
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape

DONE = "done"
_AFTER = "after:"
_END = Page(cursor=DONE, more=False)


def page(desk: Desk, shape: Shape, cursor: str | None) -> Page:
    """Answer the page that follows `cursor`.

    Events are never listed: they flow out only if made or edited after activation (SPEC 5.2), which the feed tells.
    Neither are contacts that only come in: their counterparts are found by `find`.
    """
    if cursor == DONE or shape.collection is Collection.EVENTS or desk.contacts.direction in _INWARD:
        return _END
    conditions = list(desk.scope(shape))
    if desk.owned:
        conditions.append(f"OwnerId = '{desk.user_id}'")
    conditions.append(f"Id > '{_last(cursor)}'")
    found = query(
        desk.client, "list", select(shape, conditions, f"ORDER BY Id LIMIT {PAGE}"),
        asked=(*shape.columns, *(criterion.field for criterion in desk.contacts.where)),
    )  # fmt: skip
    records = tuple(shape.record(row) for row in found.rows)
    more = bool(records) and (found.following is not None or len(records) == PAGE)
    return Page(cursor=f"{_AFTER}{records[-1].id}" if more else DONE, more=more, records=records)


_INWARD = frozenset({Direction.TO_SALESFORCE, Direction.NONE})
_FIRST = "000000000000000AAA"


def _last(cursor: str | None) -> str:
    if cursor is None:
        return _FIRST
    last = cursor.removeprefix(_AFTER)
    if not cursor.startswith(_AFTER) or not soql.is_id(last):
        raise ResyncError("The cursor of the listing is not one of ours.")
    return last
