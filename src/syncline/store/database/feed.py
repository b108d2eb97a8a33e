"""The feed's cursors, its overlap, and the inboxes it fills."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.store.database.session import LISTED, Part
from syncline.store.database.table import Table, texts
from syncline.store.rows import InboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.store.changes import FeedCommit

_INBOX = Table(
    "store_inbox",
    ("rep", "name", "record_id"),
    texts("rep", "name", "record_id", "stamp", "master", "owner") | {"deleted": "boolean"},
)
_FEED = Table("store_feed", ("org",), texts("org", "cursor"))
_SEEN = Table("store_feedseen", ("org", "record_id"), texts("org", "record_id", "stamp"), newer="stamp")

_CONSUME = """
WITH done AS (
    SELECT lying.rep, lying.name, lying.record_id FROM store_inbox AS lying
    JOIN json_to_recordset(%s) AS given(
        rep text, name text, record_id text, stamp text, deleted boolean, master text, owner text
    ) USING (rep, name, record_id)
    WHERE lying.stamp <= given.stamp AND lying.deleted = given.deleted
        AND lying.master IS NOT DISTINCT FROM given.master AND lying.owner IS NOT DISTINCT FROM given.owner
    ORDER BY lying.rep, lying.name, lying.record_id FOR UPDATE OF lying
)
DELETE FROM store_inbox AS inbox USING done
WHERE inbox.rep = done.rep AND inbox.name = done.name AND inbox.record_id = done.record_id
"""


class Feed(Part):
    """The feed writes for many reps while each of them consumes: both lock rows in the order of their keys."""

    def inbox(self, rep: str, limit: int) -> list[InboxRow]:
        if self._session.nothing("inbox", rep):
            return []
        found = self._session.rows(
            "SELECT rep, name, record_id, stamp, deleted, master, owner FROM store_inbox WHERE rep = %s "
            "ORDER BY stamp, name, record_id LIMIT %s",
            rep,
            limit,
        )
        return [InboxRow(*row) for row in found]

    def reps_with_inbox(self) -> list[str]:
        return [row[0] for row in self._session.rows("SELECT DISTINCT rep FROM store_inbox ORDER BY rep")]

    def feed_cursor(self, org: str) -> str:
        return self._session.one("SELECT cursor FROM store_feed WHERE org = %s", org) or ""

    def feed_seen(self, org: str, ids: Sequence[str]) -> dict[str, str]:
        if not ids:
            return {}
        found = self._session.rows(
            "SELECT record_id, stamp FROM store_feedseen WHERE org = %s AND record_id = ANY(" + LISTED + ")",
            org,
            list(ids),
        )
        return {row[0]: row[1] for row in found}

    def _write_inbox(self, consumed: Iterable[InboxRow], rows: Iterable[InboxRow]) -> None:
        """Write inside a transaction."""
        self._session.bulk(_CONSUME, [_row(row) for row in consumed])
        latest = {(row.rep, row.name, row.record_id): row for row in rows}
        self._session.upsert(_INBOX, [_row(latest[place]) for place in sorted(latest)])

    def _write_feed(self, page: FeedCommit) -> None:
        """Write inside a transaction."""
        self._session.upsert(_FEED, [{"org": page.org, "cursor": page.cursor}])
        newest: dict[str, str] = {}
        for row in page.seen:
            newest[row.record_id] = max(row.stamp, newest.get(row.record_id, ""))
        self._session.upsert(
            _SEEN, [{"org": page.org, "record_id": one, "stamp": newest[one]} for one in sorted(newest)]
        )
        if page.forget_before:
            self._session.execute(
                "DELETE FROM store_feedseen WHERE org = %s AND stamp < %s", page.org, page.forget_before
            )

    def _forget_inbox(self, rep: str) -> None:
        """Delete inside a transaction."""
        self._session.execute("DELETE FROM store_inbox WHERE rep = %s", rep)


def _row(row: InboxRow) -> dict[str, Any]:
    return {
        "rep": row.rep,
        "name": row.name,
        "record_id": row.record_id,
        "stamp": row.stamp,
        "deleted": row.deleted,
        "master": row.master,
        "owner": row.owner,
    }
