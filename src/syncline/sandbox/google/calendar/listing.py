"""What a listing or a synchronization consists of, in an order that stays, cut into pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.sandbox.google.calendar import occurrences, recurrence, selection, shapes, sync_token, times
from syncline.sandbox.google.calendar.occurrences import Shown
from syncline.sandbox.google.ticks import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.sandbox.google.calendar.selection import Window
    from syncline.sandbox.google.calendar.state import Calendar, Event
    from syncline.sandbox.google.call import Call, Json
    from syncline.sandbox.google.paging import Paging


class Listing:
    """One request's answer. Tombstones are shown when synchronizing, with `showDeleted`, and with `updatedMin`."""

    def __init__(self, call: Call, calendar: Calendar) -> None:
        self._call = call
        self._calendar = calendar
        self._known = sync_token.read(call, calendar)
        self._page = sync_token.read_page(call, calendar)
        remembered = self._known or {}
        bounds = [remembered.get(name) or call.one(name) for name in ("timeMin", "timeMax")]
        self._window: Window = selection.window(*bounds)
        self._filter = selection.Filter(call, calendar)
        self._single = call.flag("singleEvents")
        self._deleted = call.flag("showDeleted")
        self._full_tombstones = self._deleted

    def answer(self, most: int, paging: Paging) -> Json:
        """Answer the next page of at most so many events."""
        revision = self._page["revision"] if self._page is not None else self._calendar.revision
        found = sorted(self._entries(), key=self._key)
        if self._page is not None:
            found = [one for one in found if self._key(one) > tuple(self._page["after"])]
        page = found[: paging.cut(most)]
        made = self._head() | {"items": [self._shape(one) for one in page]}
        if len(found) > len(page):
            made["nextPageToken"] = sync_token.make_page(self._calendar, revision, self._after(page, paging))
        elif sync_token.may_sync(self._call):
            made["nextSyncToken"] = sync_token.make(self._call, self._calendar, revision, self._known)
        return made

    def _after(self, page: list[Shown], paging: Paging) -> list[Any]:
        """Answer where the next page begins: behind this one, unless it is empty or shall come again."""
        if page and not paging.again():
            return list(self._key(page[-1]))
        return list(self._page["after"]) if self._page is not None else ["", 0, ""]

    def _entries(self) -> Iterator[Shown]:
        for shown in self._candidates():
            if self._is_wanted(shown) and self._filter.takes(shown):
                yield shown

    def _candidates(self) -> Iterator[Shown]:
        for event in self._events():
            if event.recurs and self._single:
                yield from self._occurrences(event)
            elif not (event.series and self._single and event.series in self._calendar.events):
                yield occurrences.whole(event, self._calendar)

    def _events(self) -> Iterable[Event]:
        if self._known is None and self._filter.uid:
            return self._calendar.by_uid.get(self._filter.uid, ())
        if self._known is None:
            return self._calendar.events.values()
        changed = self._calendar.changed_since(self._known["revision"])
        if not self._single:
            return changed
        # Occurrences are shown through their series.
        ids = dict.fromkeys(event.series or event.id for event in changed)
        return [self._calendar.events[one] for one in ids if one in self._calendar.events]

    def _occurrences(self, series: Event) -> Iterator[Shown]:
        since = self._known["revision"] if self._known is not None else None
        end = self._window.end
        for shown in occurrences.expanded(series, self._calendar, end, self._call.now, after=self._window.begin):
            if since is None or max(shown.event.revision, series.revision) > since:
                yield _cancelled(shown) if series.cancelled else shown
        if since is not None:
            yield from (_gone(instance, series) for instance, revision in series.gone.items() if revision > since)

    def _is_wanted(self, shown: Shown) -> bool:
        """A change that takes an event out of the window is shown, or nobody would know that it left."""
        if shown.values.get("status") == "cancelled":
            return self._shows_tombstone(shown)
        if self._known is not None:
            return True
        if shown.values.get("recurrence"):
            return self._touches(shown)
        return self._window.holds(shown.values, self._calendar.time_zone)

    def _touches(self, shown: Shown) -> bool:
        """Whether any occurrence of a series is in the window."""
        begin, end = self._window.begin, self._window.end
        if begin is None and end is None:
            return True
        found = occurrences.expanded(shown.event, self._calendar, end, self._call.now, after=begin)
        return any(self._window.holds(one.values, self._calendar.time_zone) for one in found)

    def _shows_tombstone(self, shown: Shown) -> bool:
        if self._known is not None or self._filter.updated is not None:
            return True
        in_window = self._window.holds(shown.values, self._calendar.time_zone)
        if self._deleted:
            return in_window
        # Without the series' tombstone, its cancelled occurrences tell where the series has holes.
        series = self._calendar.events.get(shown.event.series)
        return not self._single and series is not None and not series.cancelled and in_window

    def _key(self, shown: Shown) -> tuple[Any, ...]:
        order = ""
        if self._call.one("orderBy") == "startTime":
            order = times.instant_of(times.moment(shown.values["start"]), self._calendar.time_zone).isoformat()
        elif self._call.one("orderBy") == "updated":
            order = shown.event.updated.isoformat()
        return order, shown.event.number, shown.id

    def _shape(self, shown: Shown) -> Json:
        zone = self._call.one("timeZone")
        if shown.values.get("status") == "cancelled" and not self._full_tombstones:
            return shapes.bare(shown, self._calendar, zone)
        most = self._call.number("maxAttendees", 0, 1_000_000)
        return shapes.event(shown, self._calendar, self._call.account, zone=zone, most_attendees=most)

    def _head(self) -> Json:
        calendar = self._calendar
        return {
            "kind": "calendar#events",
            "etag": f'"p{calendar.revision:012d}"',
            "summary": calendar.summary,
            "updated": stamp(calendar.updated or self._call.now),
            "timeZone": self._call.one("timeZone") or calendar.time_zone,
            "accessRole": "owner",
            "defaultReminders": calendar.default_reminders,
        }


def _cancelled(shown: Shown) -> Shown:
    return Shown(shown.id, shown.values | {"status": "cancelled"}, shown.event)


def _gone(instance: str, series: Event) -> Shown:
    """An occurrence that its series no longer has."""
    named = recurrence.read_instance_id(instance, series.values["start"].get("timeZone", "UTC"))
    own = occurrences.placed(series, named[1]) if named is not None else {}
    return Shown(instance, own | {"status": "cancelled"}, series)


class Occurrences(Listing):
    """The occurrences of one series; no filter but the time, and no token to carry on with."""

    def __init__(self, call: Call, calendar: Calendar, series: Event) -> None:
        super().__init__(call, calendar)
        self._single = True
        self._series = series
        self._original = call.one("originalStart")

    def answer(self, most: int, paging: Paging) -> Json:
        """Answer the next page."""
        made = super().answer(most, paging)
        made.pop("nextSyncToken", None)
        return made

    def _events(self) -> Iterable[Event]:
        return (self._series,)

    def _entries(self) -> Iterator[Shown]:
        for shown in super()._entries():
            if not self._original or self._is_original(shown):
                yield shown

    def _is_original(self, shown: Shown) -> bool:
        start = times.moment(shown.values["originalStartTime"])
        wanted = self._original
        if len(wanted) == len("2026-01-01"):
            return start.isoformat() == wanted
        return isinstance(start, datetime) and start == times.read_instant(wanted, "originalStart")
