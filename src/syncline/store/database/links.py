"""Links in the database."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, LiteralString

from msgspec import Struct

from syncline.records.link import Ended, Link
from syncline.records.words import Collection, Side
from syncline.store.codec import State, read_state, state_of
from syncline.store.database.marks import array_of_marks, marks
from syncline.store.database.session import LISTED, Part, holding_all
from syncline.store.database.table import Table, texts
from syncline.store.rows import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TABLE = Table(
    "store_link",
    ("id",),
    texts("id", "rep", "collection", "salesforce_id", "mailbox_id", "salesforce_version", "mailbox_version")
    | texts("uid", "trace", "made_on", "owner", "ended")
    | {"state": "json", "ended_at": "timestamptz", "keys": "text[]", "marks": "bigint[]"},
)
_SELECT = (
    "SELECT id, rep, collection, salesforce_id, mailbox_id, state, salesforce_version, mailbox_version, uid, trace, "
    "made_on, owner, ended, ended_at, keys FROM store_link WHERE "
)
_LIVE = _SELECT + "ended = '' AND "
_ENDED = _SELECT + "ended <> '' AND "
_OF_SALESFORCE = "salesforce_id = ANY(" + LISTED + ") AND rep = %s AND collection = %s"
_OF_MAILBOX = "mailbox_id = ANY(" + LISTED + ") AND rep = %s AND collection = %s"
_HOLDING = {
    Side.SALESFORCE: _LIVE + _OF_SALESFORCE + " UNION ALL " + _ENDED + _OF_SALESFORCE + " ORDER BY id",
    Side.MAILBOX: _LIVE + _OF_MAILBOX + " UNION ALL " + _ENDED + _OF_MAILBOX + " ORDER BY id",
}
_HOLDING_ANY: LiteralString = (
    " UNION ".join(
        [
            part + side + LISTED + ")"
            for part in (_LIVE, _ENDED)
            for side in ("salesforce_id = ANY(", "mailbox_id = ANY(")
        ]
    )
    + " ORDER BY id"
)
"""Live and ended ones, of either side: each part has an index. A link that two parts find is answered once."""
_WATCHERS = (
    "SELECT link.rep, collection, salesforce_id, salesforce_version, ended, link.id FROM store_link AS link "
    "JOIN store_rep AS rep ON rep.id = link.rep AND rep.org = %s WHERE salesforce_id = ANY(" + LISTED + ") AND "
)
_ALL_WATCHERS = _WATCHERS + "ended = '' UNION ALL " + _WATCHERS + "ended <> '' ORDER BY id"


class Links(Part):
    """Lookups of links, and the part of a commit that writes them."""

    def links(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Link]:
        if not ids:
            return []
        wanted = (list(ids), rep, collection)
        return [_link(row) for row in self._session.rows(_HOLDING[side], *wanted, *wanted)]

    def links_by_trace(self, rep: str, collection: Collection, traces: Sequence[str]) -> list[Link]:
        if not traces:
            return []
        where = "trace = ANY(" + LISTED + ") AND rep = %s AND collection = %s ORDER BY id"
        return [_link(row) for row in self._session.rows(_SELECT + where, list(traces), rep, collection)]

    def links_by_uid(self, rep: str, collection: Collection, uids: Sequence[str]) -> list[Link]:
        if not uids:
            return []
        where = "uid = ANY(" + LISTED + ") AND rep = %s AND collection = %s ORDER BY id"
        return [_link(row) for row in self._session.rows(_LIVE + where, list(uids), rep, collection)]

    def links_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        return self._keyed(_LIVE, rep, collection, keys)

    def ended_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        return self._keyed(_ENDED, rep, collection, keys)

    def _keyed(self, select: str, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        if not keys:
            return []
        where = "marks && (SELECT %s::bigint[]) AND rep = %s AND collection = %s AND keys && " + LISTED + " ORDER BY id"
        hashed = array_of_marks((rep, collection), keys)
        return [_link(row) for row in self._session.rows(select + where, hashed, rep, collection, list(keys))]

    def links_by_id(self, ids: Sequence[str]) -> list[Link]:
        if not ids:
            return []
        return [_link(row) for row in self._session.rows(_SELECT + "id = ANY(" + LISTED + ") ORDER BY id", list(ids))]

    def links_holding(self, records: Sequence[str]) -> list[Link]:
        if not records:
            return []
        return [_link(row) for row in self._session.rows(_HOLDING_ANY, *[list(records)] * _HOLDING_ANY.count("%s"))]

    def links_naming(self, text: str) -> list[Link]:
        where = "strpos(lower(state || array_to_string(keys, ' ')), lower(%s)) > 0 ORDER BY id"
        return [_link(row) for row in self._session.rows(_SELECT + where, text)]

    def links_about(self, rep: str, words: Sequence[str], limit: int) -> list[Link]:
        if not words:
            return []
        where = (
            "rep = %s AND " + holding_all("state || array_to_string(keys, ' ')") + " ORDER BY ended <> '', id LIMIT %s"
        )
        return [_link(row) for row in self._session.rows(_SELECT + where, rep, list(words), limit)]

    def live_links(self, rep: str, collection: Collection, after: str, limit: int) -> list[Link]:
        where = "rep = %s AND collection = %s AND id > %s ORDER BY id LIMIT %s"
        return [_link(row) for row in self._session.rows(_LIVE + where, rep, collection, after, limit)]

    def count_links(self, rep: str, collection: Collection) -> int:
        count: int = self._session.one(
            "SELECT count(*) FROM store_link WHERE ended = '' AND rep = %s AND collection = %s", rep, collection
        )
        return count

    def watchers(self, org: str, salesforce_ids: Sequence[str]) -> list[Watcher]:
        if not salesforce_ids:
            return []
        wanted = (org, list(salesforce_ids))
        found = self._session.rows(_ALL_WATCHERS, *wanted, *wanted)
        return [Watcher(row[0], Collection(row[1]), row[2], row[3], not row[4]) for row in found]

    def _write_links(self, links: Iterable[Link], *, afresh: bool) -> None:
        """Write inside a transaction. `afresh` takes the old rows out first, so that links may exchange records.

        Ended links go first: they free their records for the live ones.
        """
        latest = {link.id: link for link in links}
        if afresh and latest:
            self._session.execute("DELETE FROM store_link WHERE id = ANY(" + LISTED + ")", list(latest))
        self._session.upsert(_TABLE, [_columns(link) for link in sorted(latest.values(), key=attrgetter("live"))])

    def _forget_live_links(self, rep: str, collections: Sequence[Collection]) -> None:
        """Delete inside a transaction."""
        self._session.execute(
            "DELETE FROM store_link WHERE ended = '' AND rep = %s AND collection = ANY(" + LISTED + ")",
            rep,
            list(collections),
        )


class _Columns(Struct, frozen=True, gc=False):
    id: str
    rep: str
    collection: str
    salesforce_id: str
    mailbox_id: str
    state: State
    salesforce_version: str
    mailbox_version: str
    uid: str | None
    trace: str | None
    made_on: str
    owner: str
    ended: str
    ended_at: datetime | None
    keys: tuple[str, ...]
    marks: list[int]


def _columns(link: Link) -> _Columns:
    return _Columns(
        link.id,
        link.rep,
        link.collection,
        link.salesforce_id,
        link.mailbox_id,
        state_of(link),
        link.salesforce_version,
        link.mailbox_version,
        link.uid,
        link.trace,
        link.made_on or "",
        link.owner,
        link.ended or "",
        link.ended_at,
        link.keys,
        marks((link.rep, link.collection), link.keys),
    )


def _link(row: Sequence[Any]) -> Link:
    state = read_state(row[5])
    return Link(
        id=row[0],
        rep=row[1],
        collection=Collection(row[2]),
        salesforce_id=row[3],
        mailbox_id=row[4],
        base=state.base,
        salesforce_seen=state.salesforce,
        mailbox_seen=state.mailbox,
        salesforce_version=row[6],
        mailbox_version=row[7],
        uid=row[8],
        trace=row[9],
        made_on=Side(row[10]) if row[10] else None,
        owner=row[11],
        ended=Ended(row[12]) if row[12] else None,
        ended_at=row[13],
        keys=tuple(row[14]),
        child=state.child,
        salesforce_sent=state.salesforce_sent,
        mailbox_sent=state.mailbox_sent,
    )
