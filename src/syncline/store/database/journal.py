"""The journal, and the creates that were announced."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.records.words import Collection, Side
from syncline.store.codec import record_of, values_of
from syncline.store.database.session import LISTED, Part, narrowing
from syncline.store.database.table import Table, texts
from syncline.store.rows import WHOLE_JOURNAL, Action, IntentRow, JournalFilter, JournalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import LiteralString

_JOURNAL = Table(
    "store_journal",
    ("id",),
    texts("id", "rep", "collection", "side", "record_id", "action", "reason", "whole", "link_id", "who", "undoes")
    | {"before": "json", "after": "json", "at": "timestamptz", "private": "boolean"},
)
_INTENT = Table(
    "store_intent",
    ("key",),
    texts("key", "rep", "collection", "side", "source_id")
    | {"values": "json", "since": "timestamptz", "source": "json", "due": "timestamptz"},
)
_SELECT = (
    "SELECT id, at, rep, collection, side, record_id, action, reason, before, after, whole, link_id, who, undoes,"
    " private FROM store_journal"
)
_NEWEST = " ORDER BY at DESC, sequence DESC LIMIT %s OFFSET %s"


class Journal(Part):
    """Reads of journal and intents, and the part of a commit that writes them."""

    def journal(
        self, *, rep: str | None = None, limit: int = 1000, only: JournalFilter = WHOLE_JOURNAL, skip: int = 0
    ) -> list[JournalRow]:
        where, arguments = _conditions(rep, only)
        return [_journal_row(row) for row in self._session.rows(_SELECT + where + _NEWEST, *arguments, limit, skip)]

    def forget_journal(self, before: datetime) -> int:
        with self._session.explained("forgetting"):
            return self._session.execute("DELETE FROM store_journal WHERE at < %s", before).rowcount

    def deletes_since(self, rep: str, collection: Collection, since: datetime, besides: Sequence[str] = ()) -> int:
        count: int = self._session.one(
            "SELECT count(*) FROM store_journal WHERE action = 'delete' AND rep = %s AND collection = %s AND at >= %s"
            " AND id NOT IN (SELECT json_array_elements_text(%s))",
            rep,
            collection,
            since,
            list(besides),
        )
        return count

    def intents(self, rep: str, collection: Collection) -> list[IntentRow]:
        if self._session.nothing("intent", rep):
            return []
        found = self._session.rows(
            'SELECT key, rep, collection, side, source_id, "values", since, source, due FROM store_intent '
            "WHERE rep = %s AND collection = %s ORDER BY since, key",
            rep,
            collection,
        )
        return [_intent_row(row) for row in found]

    def _write_journal(self, dropped: Sequence[str], rows: Iterable[JournalRow]) -> None:
        """Write inside a transaction."""
        if dropped:
            self._session.execute("DELETE FROM store_journal WHERE id = ANY(" + LISTED + ")", list(dropped))
        self._session.upsert(_JOURNAL, [_journal_columns(row) for row in {row.id: row for row in rows}.values()])

    def _write_intents(self, done: Sequence[str], rows: Iterable[IntentRow]) -> None:
        """Write inside a transaction."""
        if done:
            self._session.execute("DELETE FROM store_intent WHERE key = ANY(" + LISTED + ")", list(done))
        self._session.upsert(_INTENT, list({row.key: row for row in rows}.values()))

    def _forget_intents(self, rep: str, collections: Sequence[Collection]) -> None:
        """Delete inside a transaction."""
        self._session.execute(
            "DELETE FROM store_intent WHERE rep = %s AND collection = ANY(" + LISTED + ")",
            rep,
            list(collections),
        )


def _intent_row(row: Sequence[Any]) -> IntentRow:
    key, rep, collection, side, source_id, values, since, source, due = row
    place = Collection(collection), Side(side)
    return IntentRow(key, rep, *place, source_id, values_of(values), since, record_of(source), due)


def _conditions(rep: str | None, only: JournalFilter) -> tuple[LiteralString, list[Any]]:
    """Write what narrows a reading, with its arguments."""
    asked: list[tuple[LiteralString, Any]] = [
        ("rep = %s", rep),
        ("id = ANY(" + LISTED + ")", None if only.ids is None else list(only.ids)),
        ("undoes = ANY(" + LISTED + ") AND undoes <> ''", None if only.undoes is None else list(only.undoes)),
        ("link_id = ANY(" + LISTED + ") AND link_id <> ''", None if only.links is None else list(only.links)),
        ("record_id = ANY(" + LISTED + ")", None if only.records is None else list(only.records)),
        ("strpos(lower(before || after || whole), lower(%s)) > 0", only.naming or None),
        ("collection = %s", only.collection),
        ("side = %s", only.side),
        ("at >= %s", only.since),
        ("at < %s", only.until),
        ("(at, sequence) < (SELECT at, sequence FROM store_journal WHERE id = %s)", only.after or None),
        ("(at, sequence) >= (SELECT at, sequence FROM store_journal WHERE id = %s)", only.down_to or None),
    ]
    return narrowing([(words, argument) for words, argument in asked if argument is not None])


def _journal_columns(row: JournalRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": row.at,
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "record_id": row.record_id,
        "action": row.action,
        "reason": row.reason,
        "before": row.before,
        "after": row.after,
        "whole": row.whole,
        "link_id": row.link_id,
        "who": row.who,
        "undoes": row.undoes,
        "private": row.private,
    }


def _journal_row(row: Sequence[Any]) -> JournalRow:
    return JournalRow(
        id=row[0],
        at=row[1],
        rep=row[2],
        collection=Collection(row[3]),
        side=Side(row[4]),
        record_id=row[5],
        action=Action(row[6]),
        reason=row[7],
        before=values_of(row[8]),
        after=values_of(row[9]),
        whole=row[10],
        link_id=row[11],
        who=row[12],
        undoes=row[13],
        private=row[14],
    )
