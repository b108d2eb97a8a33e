"""What flows out to a rep's mailbox, once through, by id: a page that was read stays read whatever happens behind it.

Contacts in the rep's scope; and of the rep's own events those that were made or edited since the configuration was
first activated (SPEC 5.2). Later changes are told by the feed.
"""

from __future__ import annotations

from datetime import timedelta
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
    """Answer the page that follows `cursor`. What only comes in is not listed: its counterparts are found by `find`."""
    wanted = _events(desk) if shape.collection is Collection.EVENTS else _contacts(desk, shape)
    if cursor == DONE or wanted is None:
        return _END
    conditions = [*wanted, f"Id > '{_last(cursor)}'"]
    found = query(
        desk.client, "list", select(shape, conditions, f"ORDER BY Id LIMIT {PAGE}"),
        asked=(*shape.columns, *(criterion.field for criterion in desk.contacts.where)),
    )  # fmt: skip
    records = tuple(shape.record(row) for row in found.rows)
    more = bool(records) and (found.following is not None or len(records) == PAGE)
    return Page(cursor=f"{_AFTER}{records[-1].id}" if more else DONE, more=more, records=records)


def _contacts(desk: Desk, shape: Shape) -> list[str] | None:
    if desk.contacts.direction in _INWARD:
        return None
    owned = [f"OwnerId = '{desk.user_id}'"] if desk.owned else []
    return [*desk.scope(shape), *owned]


_GRAIN = timedelta(seconds=3)
"""Stamps and the org's own time are told in whole seconds; the planner looks again, at fewer."""


def _events(desk: Desk) -> list[str] | None:
    """What somebody last saved since the activation, by the org's clock. Without one, nothing flows out yet."""
    since = desk.events.activated_at
    if desk.events.direction in _INWARD or since is None:
        return None
    edited = f"LastModifiedDate >= {soql.instant(since + desk.client.offset - _GRAIN)}"
    return [f"OwnerId = '{desk.user_id}'", edited]


_INWARD = frozenset({Direction.TO_SALESFORCE, Direction.NONE})
_FIRST = "000000000000000AAA"


def _last(cursor: str | None) -> str:
    if cursor is None:
        return _FIRST
    last = cursor.removeprefix(_AFTER)
    if not cursor.startswith(_AFTER) or not soql.is_id(last):
        raise ResyncError("The cursor of the listing is not one of ours.")
    return last
