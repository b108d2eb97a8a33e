"""What changed in the calendar: https://learn.microsoft.com/graph/delta-query-events.

Start and end of the window are fixed in the token. When the configuration's window grows out of it, a new generation is
listed beside the old one, which is read to its end once more afterwards: what was deleted while the new one was listed
is told by the old one alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from syncline.connectors.errors import ResyncError
from syncline.connectors.microsoft365.cursor import Coming, Cursor, read_cursor, window_for
from syncline.connectors.microsoft365.event_read import IN_SERIES
from syncline.connectors.microsoft365.following import Following
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.microsoft365.items import Items
from syncline.connectors.port import ItemError, Missing, Page
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.cursor import Window
    from syncline.connectors.microsoft365.delta import DeltaPage
    from syncline.connectors.microsoft365.folders import Folders
    from syncline.connectors.microsoft365.held_back import HeldBack
    from syncline.planner.scope import Span

_OPERATION = "calendarView/delta"
_ROLLING = "calendarView/delta:roll"
"""Its calls are counted apart."""


class EventChanges:
    """The changes of one mailbox's calendar during one cycle."""

    def __init__(self, account: Account, folders: Folders, span: Span, held_back: HeldBack) -> None:
        self._account = account
        self._folders = folders
        self._following = Following(account, folders, Collection.EVENTS)
        self._span = span
        self._held_back = held_back

    def page(self, text: str | None, now: datetime) -> Page:
        """Answer the page that follows a cursor, or the first of a listing."""
        if text is None:
            calendar, parent = self._folders.open(Collection.EVENTS)
            window = window_for(self._span)
            begun = Cursor(calendar, parent, self._first(window), now, resting=False, window=window)
            return self._follow(begun, None, now)
        cursor = read_cursor(text)
        if cursor.window is None:
            raise ResyncError("the cursor is not that of a calendar")
        if cursor.coming is None and cursor.resting and not cursor.window.holds(self._span):
            cursor = replace(cursor, coming=Coming(window_for(self._span), ""))
        if cursor.coming is None:
            return self._follow(cursor, text, now)
        return self._take_over(cursor, cursor.coming, now) if cursor.coming.complete else self._list(cursor, now)

    def _first(self, window: Window) -> str:
        dates = {"startDateTime": _utc(window.since), "endDateTime": _utc(window.until)}
        return f"{self._account.user}/calendarView/delta?{urlencode(dates)}"

    def _follow(self, cursor: Cursor, text: str | None, now: datetime) -> Page:
        page = self._following.page(cursor, _OPERATION, cursor.link)
        if text is not None and page.empty and not page.more and cursor.fresh(now):
            return Page(text, more=False)
        return self._answer(replace(cursor, link=page.link, at=now, resting=not page.more), page, more=page.more)

    def _list(self, cursor: Cursor, now: datetime) -> Page:
        """List the coming generation on, beside the one that is read."""
        coming = cursor.coming or Coming(window_for(self._span), "")
        try:
            page = self._following.page(cursor, _ROLLING, coming.link or self._first(coming.window))
        except ResyncError:
            coming = Coming(window_for(self._span), "")
            page = self._following.page(cursor, _ROLLING, self._first(coming.window))
        listed = Coming(coming.window, page.link, complete=not page.more)
        return self._answer(replace(cursor, coming=listed, at=now), page, more=True)

    def _take_over(self, cursor: Cursor, coming: Coming, now: datetime) -> Page:
        """Read the old generation to its end; then the new one takes its place."""
        page = self._following.page(cursor, _OPERATION, cursor.link)
        if page.more:
            return self._answer(replace(cursor, link=page.link, at=now), page, more=True)
        after = replace(cursor, link=coming.link, window=coming.window, coming=None, at=now, resting=True)
        return self._answer(after, page, more=False)

    def _answer(self, after: Cursor, page: DeltaPage, *, more: bool) -> Page:
        items = Items(self._account, Collection.EVENTS, after.folder)
        found = [*self._masters(items, page.items), *self._still_there(items, page.removed)]
        known = [one for one in page.items if one.get("type") not in IN_SERIES]
        for one in (*known, *found):
            self._held_back.note(one)
        records = {record.id: record for record in map(items.record, (*known, *found))}
        gone = tuple(one for one in page.removed if one not in records)
        return Page(after.text(), more, records=tuple(records.values()), gone=gone)

    def _masters(self, items: Items, told: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
        """Read the series whose occurrences were told, unless they were told themselves: a series is one record."""
        here = {str(one["id"]) for one in told}
        ids = dict.fromkeys(str(one["seriesMasterId"]) for one in told if one.get("seriesMasterId"))
        return self._read(items, [one for one in ids if one not in here])

    def _still_there(self, items: Items, removed: Sequence[str]) -> Iterable[Mapping[str, Any]]:
        """Read what left the window and not the calendar: Graph tells both alike, and new events outside it as well.

        https://learn.microsoft.com/graph/api/event-delta#response
        """
        return (one for one in self._read(items, removed) if one.get("type") not in IN_SERIES)

    def _read(self, items: Items, ids: Sequence[str]) -> Iterable[Mapping[str, Any]]:
        found = look_items(items, ids, items.query) if ids else []
        return [one for one in found if not isinstance(one, (Missing, ItemError))]


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
