"""When a rep's initial sync is over, by collection and way (SPEC 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.store.rows import CursorRow


def way_name(collection: Collection, way: Direction) -> str:
    """Name a way as cycles remember it."""
    return f"{collection.value}.{way.value}"


def told_by(collection: Collection, way: Direction) -> Side:
    """Answer the side whose first listing is the initial sync of a way.

    Events flow out from the configuration's first activation on and were never listed before (SPEC 5.2): with them the
    first reading of the calendar is all there is.
    """
    outwards = way is Direction.TO_MAILBOX and collection is Collection.CONTACTS
    return Side.SALESFORCE if outwards else Side.MAILBOX


def over_now(
    before: Iterable[str], cursors: Iterable[CursorRow], directions: Mapping[Collection, Direction]
) -> tuple[str, ...]:
    """Answer the ways whose initial sync is over at the end of a cycle, of those that are set to sync.

    `before` are those of the cycle before: a collection that is listed anew (once a day, after a change of settings)
    is not initial again.
    """
    known = set(before)
    complete = {(row.collection, row.side) for row in cursors if row.complete}
    return tuple(
        name
        for collection, direction in directions.items()
        for way, side in ((Direction.TO_SALESFORCE, Side.SALESFORCE), (Direction.TO_MAILBOX, Side.MAILBOX))
        for name in (way_name(collection, way),)
        if direction.may_write(side) and (name in known or (collection, told_by(collection, way)) in complete)
    )
