"""Errors and unresolved items as people and programs are told of them, and point at them by their short ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from msgspec import structs

from syncline.engine.questions import question
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import ErrorRow, UnresolvedRow
from syncline.store.schedule import Whose
from syncline.store.short_ids import spot_id
from syncline.store.spots import sightings_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import ErrorFilter, Sighting

Row: TypeAlias = ErrorRow | UnresolvedRow
AnyRow = TypeVar("AnyRow", ErrorRow, UnresolvedRow)
_PORTION = 1000


class ErrorDirection(StrEnum):
    """Where an item was going."""

    TO_SALESFORCE = "to_salesforce"
    TO_MAILBOX = "to_mailbox"


DIRECTIONS = {Side.SALESFORCE: ErrorDirection.TO_MAILBOX, Side.MAILBOX: ErrorDirection.TO_SALESFORCE}


class UnknownIdsError(Exception):
    """There is nothing with these ids in the list `what` (`errors`, `unresolved`, `held`). Nothing was done."""

    def __init__(self, ids: Sequence[str], what: str) -> None:
        super().__init__(f"there is nothing with the id {', '.join(ids)}")
        self.ids = ids
        self.what = what


def error_as_json(row: ErrorRow) -> dict[str, Any]:
    """Answer a failing item for machines. `direction` is empty where the whole collection or rep stands still."""
    return {
        "id": spot_id(row),
        "rep": row.rep,
        "collection": row.collection,
        "direction": DIRECTIONS[row.side] if row.side else None,
        "side": row.side,
        "record": row.record_id,
        "other_record": row.other_id,
        "time": row.at.isoformat(timespec="seconds"),
        "code": row.code,
        "message": row.message,
        "remedy": row.remedy,
        "attempts": row.attempts,
    }


def unresolved_as_json(row: UnresolvedRow) -> dict[str, Any]:
    """Answer an unresolved item for machines."""
    return {
        "id": spot_id(row),
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "record": row.record_id,
        "name": row.name,
        "kind": row.kind,
        "question": question(row.kind)[0],
        "candidates": [{"id": one.id, "name": one.name, "why": one.why} for one in row.candidates],
        "state": row.state,
        "answers": list(row.answers),
        "time": row.at.isoformat(timespec="seconds"),
    }


def pick(rows: Iterable[AnyRow], ids: Sequence[str], what: str) -> list[AnyRow]:
    """Answer the rows of these ids. Raises `UnknownIdsError` when one of them is not there."""
    found = {spot_id(row): row for row in rows}
    check_known(ids, found, what)
    return [found[one] for one in dict.fromkeys(ids)]


def check_known(ids: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse ids that are not there, before anything is done about the others. Raises `UnknownIdsError`."""
    unknown = sorted(set(ids) - set(known))
    if unknown:
        raise UnknownIdsError(unknown, what)


def each_error(store: Store, rep: str | None, only: ErrorFilter) -> Iterator[ErrorRow]:
    """Read errors, newest first, a portion at a time: there may be more than fit into memory."""
    found = store.errors(rep=rep, only=only, limit=_PORTION)
    while found:
        yield from found
        found = store.errors(rep=rep, only=replace(only, after=found[-1]), limit=_PORTION)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What is tried again: the short id of the item, and whose it is."""

    id: str
    rep: str


def take_up_again(store: Store, rows: Iterable[Row], now: datetime) -> list[TakenUp]:
    """Let the next cycle, which comes at once, plan these records anew; a portion of them in each transaction."""
    taken, coming = [], iter(rows)
    while portion := list(islice(coming, _PORTION)):
        due = [structs.replace(seen, due=now, attempts=0) for seen in _sightings(store, portion)]
        if due:
            store.commit(Changes(sightings=due))
        store.hasten(Whose.REP, sorted({row.rep for row in portion}), now)
        taken += [TakenUp(spot_id(row), row.rep) for row in portion]
    return taken


def _sightings(store: Store, rows: Iterable[Row]) -> list[Sighting]:
    """An error names both records of a pair, whichever side each is on."""
    named = ((row, {row.record_id, row.other_id if isinstance(row, ErrorRow) else ""} - {""}) for row in rows)
    return sightings_at(
        store,
        [
            (row.rep, collection, side, one)
            for row, ids in named
            for collection in ([row.collection] if row.collection is not None else Collection)
            for side in Side
            for one in ids
        ],
    )
