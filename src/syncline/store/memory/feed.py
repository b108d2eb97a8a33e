"""What the feed of an org remembers, and the inboxes it fills."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.store.changes import FeedCommit
    from syncline.store.rows import InboxRow


class FeedTable:
    """Feed cursors and overlap by org, inbox rows by rep, object name and record."""

    def __init__(self) -> None:
        self._cursors: dict[str, str] = {}
        self._seen: dict[str, dict[str, str]] = {}
        self._inbox: dict[str, dict[tuple[str, str], InboxRow]] = {}

    def cursor(self, org: str) -> str:
        """Where the feed stopped."""
        return self._cursors.get(org, "")

    def seen(self, org: str, ids: Sequence[str]) -> dict[str, str]:
        """The newest stamp of each known record."""
        known = self._seen.get(org, {})
        return {one: known[one] for one in ids if one in known}

    def reps(self) -> list[str]:
        """Answer who has something in the inbox."""
        return sorted(rep for rep, rows in self._inbox.items() if rows)

    def inbox(self, rep: str, limit: int) -> list[InboxRow]:
        """Oldest stamp first."""
        rows = self._inbox.get(rep, {}).values()
        return sorted(rows, key=lambda row: (row.stamp, row.name, row.record_id))[:limit]

    def commit(self, page: FeedCommit) -> None:
        """Take a page's cursor and overlap in."""
        self._cursors[page.org] = page.cursor
        known = self._seen.setdefault(page.org, {})
        for row in page.seen:
            known[row.record_id] = max(row.stamp, known.get(row.record_id, ""))
        self._seen[page.org] = {one: stamp for one, stamp in known.items() if stamp >= page.forget_before}

    def put(self, rows: Iterable[InboxRow]) -> None:
        """Add or replace."""
        for row in rows:
            self._inbox.setdefault(row.rep, {})[row.name, row.record_id] = row

    def consume(self, rows: Iterable[InboxRow]) -> None:
        """Drop, unless what lies there by now tells something else or something newer."""
        for row in rows:
            box = self._inbox.get(row.rep, {})
            lying = box.get((row.name, row.record_id))
            if lying and lying.stamp <= row.stamp and replace(lying, stamp=row.stamp) == row:
                del box[row.name, row.record_id]

    def forget(self, rep: str) -> None:
        """Empty the rep's inbox."""
        self._inbox.pop(rep, None)
