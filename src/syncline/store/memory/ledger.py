"""What people read: journal, errors, unresolved and held items, cycles; and the announced creates."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from syncline.store.rows import Action, Asked, CycleRow, ErrorRow, HeldRow, Hold, IntentRow, JournalRow, UnresolvedRow
from syncline.store.short_ids import spot_id

if TYPE_CHECKING:
    from collections.abc import Collection as Collections
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.records.words import Collection
    from syncline.store.changes import Changes, Spot
    from syncline.store.rows import ErrorFilter, JournalFilter

_Placed = TypeVar("_Placed", ErrorRow, UnresolvedRow, HeldRow)
_Kept = TypeVar("_Kept", IntentRow, ErrorRow, UnresolvedRow, HeldRow)
_Key = TypeVar("_Key")
_Dated: TypeAlias = "JournalRow | ErrorRow | UnresolvedRow | HeldRow"
_AnyDated = TypeVar("_AnyDated", bound="_Dated")


class Ledger:
    """Small tables, read whole."""

    def __init__(self) -> None:
        self._intents: dict[str, IntentRow] = {}
        self._journal: dict[str, JournalRow] = {}
        self._errors: dict[Spot, ErrorRow] = {}
        self._unresolved: dict[Spot, UnresolvedRow] = {}
        self._held: dict[Spot, HeldRow] = {}
        self._cycles: dict[str, CycleRow] = {}

    def intents(self, rep: str, collection: Collection) -> list[IntentRow]:
        """Oldest first."""
        rows = [row for row in self._intents.values() if row.rep == rep and row.collection is collection]
        return sorted(rows, key=lambda row: (row.since, row.key))

    def journal(self, rep: str | None, limit: int, only: JournalFilter) -> list[JournalRow]:
        """Newest first; of one instant, the later written first."""
        rows = _newest(reversed(self._journal.values()), rep if not only.after else None)
        if only.after:
            places = [place for place, row in enumerate(rows) if row.id == only.after]
            rows = [row for row in rows[places[0] + 1 :] if rep in {None, row.rep}] if places else []
        if only.down_to:
            places = [place for place, row in enumerate(rows) if row.id == only.down_to]
            rows = rows[: places[0] + 1] if places else []
        return [row for row in rows if _asked(row, only)][:limit]

    def forget_journal(self, before: datetime) -> int:
        """Remove rows older than this."""
        old = [one for one, row in self._journal.items() if row.at < before]
        for one in old:
            del self._journal[one]
        return len(old)

    def deletes_since(self, rep: str, collection: Collection, since: datetime, besides: Sequence[str]) -> int:
        """How many deletions are in the journal."""
        rows = (row for row in self._journal.values() if row.action is Action.DELETE and row.at >= since)
        left_out = frozenset(besides)
        return sum(row.rep == rep and row.collection is collection and row.id not in left_out for row in rows)

    def errors(
        self, rep: str | None, reps: Sequence[str] | None, ids: Sequence[str] | None, only: ErrorFilter
    ) -> list[ErrorRow]:
        """Newest first."""
        found = [row for row in _newest(_by_spot(self._errors), rep, reps) if _wanted(row, only)]
        return found if ids is None else [row for row in found if spot_id(row) in ids]

    def unresolved(self, rep: str | None, reps: Sequence[str] | None, ids: Sequence[str] | None) -> list[UnresolvedRow]:
        """Newest first."""
        found = _newest(_by_spot(self._unresolved), rep, reps)
        return found if ids is None else [row for row in found if spot_id(row) in ids]

    def held(self, rep: str | None, reps: Sequence[str] | None, ids: Sequence[str] | None) -> list[HeldRow]:
        """Newest first."""
        found = _newest(_by_spot(self._held), rep, reps)
        return found if ids is None else [row for row in found if row.id in ids]

    def last_cycles(self, reps: Sequence[str] | None) -> dict[str, CycleRow]:
        """The last of each rep, or of these."""
        return {rep: row for rep, row in self._cycles.items() if reps is None or rep in reps}

    def commit(self, changes: Changes) -> None:
        """Take the ledger's part of a commit: what is done with goes first."""
        for key in changes.intents_done:
            self._intents.pop(key, None)
        for one in changes.journal_dropped:
            self._journal.pop(one, None)
        for spot in changes.errors_cleared:
            self._errors.pop(spot, None)
        for spot in changes.unresolved_cleared:
            self._unresolved.pop(spot, None)
        self._drop_held(set(changes.held_cleared) | {row.id for row in changes.held})
        self._intents.update({row.key: row for row in changes.intents})
        self._journal.update({row.id: row for row in changes.journal})
        self._errors.update({_spot(row): row for row in changes.errors})
        self._unresolved.update({_spot(row): row for row in changes.unresolved})
        self._put_held(changes.held)
        self._finish(changes.cycles)

    def forget(self, rep: str, collections: Collections[Collection | None]) -> None:
        """Drop what a reset drops; the journal and the cycles stay."""
        self._intents = _without(self._intents, rep, collections)
        self._errors = _without(self._errors, rep, collections)
        ignored = {spot: row for spot, row in self._unresolved.items() if row.state is Asked.IGNORED}
        self._unresolved = _without(self._unresolved, rep, collections) | ignored
        refused = {spot: row for spot, row in self._held.items() if row.state is Hold.REFUSED}
        self._held = _without(self._held, rep, collections) | refused

    def _drop_held(self, ids: set[str]) -> None:
        if ids:
            self._held = {spot: row for spot, row in self._held.items() if row.id not in ids}

    def _put_held(self, rows: Iterable[HeldRow]) -> None:
        self._held.update({_spot(row): row for row in {row.id: row for row in rows}.values()})

    def _finish(self, rows: Iterable[CycleRow]) -> None:
        for row in rows:
            last = self._cycles.get(row.rep)
            if last is None or last.finished <= row.finished:
                self._cycles[row.rep] = row


def _asked(row: JournalRow, only: JournalFilter) -> bool:
    return (
        (only.ids is None or row.id in only.ids)
        and (only.undoes is None or (row.undoes != "" and row.undoes in only.undoes))
        and (only.links is None or (row.link_id != "" and row.link_id in only.links))
        and (only.records is None or row.record_id in only.records)
        and only.naming.lower() in f"{dict(row.before)}{dict(row.after)}{row.whole}".lower()
        and only.collection in {None, row.collection}
        and only.side in {None, row.side}
        and (only.since is None or row.at >= only.since)
        and (only.until is None or row.at < only.until)
    )


def _wanted(row: ErrorRow, only: ErrorFilter) -> bool:
    return (
        (row.side is None or not only.whole)
        and only.code in {"", row.code}
        and only.collection in {None, row.collection}
        and only.side in {None, row.side}
        and (only.since is None or row.at >= only.since)
        and (only.until is None or row.at < only.until)
        and (only.after is None or row.at < only.after.at or (row.at == only.after.at and _key(row) > _key(only.after)))
    )


def _spot(row: ErrorRow | UnresolvedRow | HeldRow) -> Spot:
    return (row.rep, row.collection, row.side, row.record_id)


def _by_spot(rows: dict[Spot, _Placed]) -> list[_Placed]:
    return sorted(rows.values(), key=_key)


def _key(row: ErrorRow | UnresolvedRow | HeldRow) -> tuple[str, str, str, str]:
    return (row.rep, row.collection or "", row.side or "", row.record_id)


def _without(rows: dict[_Key, _Kept], rep: str, collections: Collections[Collection | None]) -> dict[_Key, _Kept]:
    return {key: row for key, row in rows.items() if row.rep != rep or row.collection not in collections}


def _newest(rows: Iterable[_AnyDated], rep: str | None, reps: Collections[str] | None = None) -> list[_AnyDated]:
    """Sort by time; `sorted` is stable in reverse too, so rows of one instant keep the order they came in."""
    own = (row for row in rows if rep in {None, row.rep} and (reps is None or row.rep in reps))
    return sorted(own, key=lambda row: row.at, reverse=True)
