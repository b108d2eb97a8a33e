"""Errors and unresolved items that people point at by their short ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from msgspec import structs

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import ErrorRow, UnresolvedRow
from syncline.store.short_ids import spot_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import Sighting

Row: TypeAlias = ErrorRow | UnresolvedRow
AnyRow = TypeVar("AnyRow", ErrorRow, UnresolvedRow)


def pick(rows: Iterable[AnyRow], ids: Sequence[str], what: str) -> list[AnyRow]:
    """Answer the rows of these ids. Raises `CommandError` when one of them is not there."""
    found = {spot_id(row): row for row in rows}
    check_known(ids, found, what)
    return [found[one] for one in dict.fromkeys(ids)]


def check_known(ids: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse ids that are not there, before anything is done about the others."""
    unknown = sorted(set(ids) - set(known))
    if unknown:
        remedy = f"syncline {what} lists them; perhaps it was settled meanwhile."
        raise CommandError("unknown_id", f"there is nothing with the id {', '.join(unknown)}", remedy, WRONG_USE)


def take_up_again(store: Store, rows: Iterable[Row], now: datetime) -> None:
    """Let the next cycle plan these records anew, at once."""
    changes = Changes()
    for row in rows:
        changes.sightings += [structs.replace(seen, due=now, attempts=0) for seen in _sightings(store, row)]
    if changes.sightings:
        store.commit(changes)


def _sightings(store: Store, row: Row) -> list[Sighting]:
    ids = {row.record_id, row.other_id if isinstance(row, ErrorRow) else ""} - {""}
    collections = [row.collection] if row.collection is not None else list(Collection)
    return [
        seen
        for collection in collections
        for side in Side
        for seen in (store.sightings(row.rep, collection, side, sorted(ids)) if ids else ())
    ]
