"""Who syncs a calendar, where events sync alone: a second installation has to notice (SPEC 3.9).

Where contacts sync, the mark on their group says it. A calendar has no place for one that Calendar's scopes reach
(https://developers.google.com/workspace/calendar/api/v3/reference/calendars), so that an event of our own carries it: a
free day long past, private, without a reminder (docs/adr/0009). Listings tell of it like of any event, at no cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.group_calls import list_groups
from syncline.connectors.google.groups import is_ours
from syncline.connectors.google.refusals import GONE, NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.groups import Groups
    from syncline.connectors.mark import Mark

ID: Final = event_id("syncline calendar")
_PROPERTY: Final = "synclineCalendar"
_PATH: Final = f"/calendars/primary/events/{ID}"
_ABSENT: Final = frozenset({NOT_FOUND, GONE})
_SILENT: Final = (("sendUpdates", "none"),)
_DAY: Final[Mapping[str, Any]] = {
    "summary": "Syncline",
    "description": "Syncline syncs this calendar. This entry tells other installations so; please leave it.",
    "start": {"date": "1980-01-01"},
    "end": {"date": "1980-01-02"},
    "transparency": "transparent",
    "visibility": "private",
    "reminders": {"useDefault": False, "overrides": []},
}


class CalendarMark:
    """The mark of one calendar during one cycle."""

    def __init__(self, account: Account, mark: Mark, groups: Groups) -> None:
        self._account = account
        self._mark = mark
        self._groups = groups

    def check(self) -> None:
        """Look who syncs the calendar before it is listed, and write that we do where contacts do not sync.

        Raises `StopRepError` if another installation does.
        """
        call = calendar_call("calendar.events.get", "GET", _PATH)
        answer = self._account.calendar(call, takes=_ABSENT)
        self._judge(None if answer.status in _ABSENT else answer.body)

    def without(self, events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Take the mark out of a listing, and look who wrote it last."""
        for event in events:
            if event.get("id") == ID:
                self._judge(event)
        return [event for event in events if event.get("id") != ID]

    def _judge(self, event: Mapping[str, Any] | None) -> None:
        there = event is not None and event.get("status") != "cancelled"
        owner = self._mark.calendar_owner(_text(event or {})) if there else None
        if owner == self._mark.installation:
            return
        if owner is None and self._groups.known is not None:
            return
        if self._mark.may_claim(owner or self._of_the_contacts()):
            self._write(known=event is not None)

    def _of_the_contacts(self) -> str | None:
        """Answer the other installation that syncs the mailbox's contacts, and with them the calendar."""
        found = next((one for one in list_groups(self._account) if is_ours(one)), None)
        owner = self._mark.calendar_owner(found.marker) if found else None
        return None if owner == self._mark.installation else owner

    def _write(self, *, known: bool) -> None:
        """Make the event, or bring it back as it was: an id stays taken when its event is deleted."""
        body = {**_DAY, "extendedProperties": {"private": {_PROPERTY: self._mark.calendar_text()}}}
        if known:
            call = calendar_call("calendar.events.patch", "PATCH", _PATH, _SILENT, {**body, "status": "confirmed"})
        else:
            body["id"] = ID
            call = calendar_call("calendar.events.insert", "POST", "/calendars/primary/events", _SILENT, body)
        self._account.calendar(call)


def _text(event: Mapping[str, Any]) -> str | None:
    properties = event.get("extendedProperties")
    private = properties.get("private") if isinstance(properties, dict) else None
    found = private.get(_PROPERTY) if isinstance(private, dict) else None
    return found if isinstance(found, str) else None
