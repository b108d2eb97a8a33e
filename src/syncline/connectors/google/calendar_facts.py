"""What a calendar says for all its events, asked for only where an event needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.account import calendar_call, items
from syncline.connectors.google.event_read import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.transport import Answer

SELECTING = "salesforce"
"""By a label of this name, in any spelling, a rep marks an event for Salesforce (SPEC 5.6)."""


class CalendarFacts:
    """Of the rep's primary calendar, for one cycle."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._reminders: Sequence[Mapping[str, Any]] | None = None
        self._own: Mapping[str, Any] | None = None
        self._selecting: frozenset[str] | None = None

    @property
    def surroundings(self) -> Surroundings:
        """What reading an event needs."""
        return Surroundings(self.reminders, self.selects)

    def learn(self, listing: Answer) -> None:
        """Take the default reminders out of a listing: every one tells them."""
        self._reminders = items(listing, "defaultReminders")

    def reminders(self) -> Sequence[Mapping[str, Any]]:
        """Answer the reminders of events that have none of their own. A call if no listing was read before."""
        if self._reminders is None:
            query = (("maxResults", "1"), ("fields", "defaultReminders"))
            listing = calendar_call("calendar.events.list", "GET", "/calendars/primary/events", query)
            self.learn(self._account.calendar(listing))
        return self._reminders or []

    def selects(self, label: str) -> bool:
        """Tell whether a label is the one named Salesforce. One call for all, when the first labelled event is met.

        https://developers.google.com/workspace/calendar/api/guides/labels
        """
        if self._selecting is None:
            told = self._calendar().get("labelProperties")
            labels = told.get("eventLabels") or [] if isinstance(told, dict) else []
            named = (one for one in labels if str(one.get("name") or "").strip().casefold() == SELECTING)
            self._selecting = frozenset(str(one.get("id")) for one in named)
        return label in self._selecting

    def identity(self) -> str:
        """Answer what no other mailbox's calendar has: its id, which is the user's primary address. One call."""
        return str(self._calendar().get("id") or "")

    def _calendar(self) -> Mapping[str, Any]:
        if self._own is None:
            answer = self._account.calendar(calendar_call("calendar.calendars.get", "GET", "/calendars/primary"))
            self._own = answer.body if isinstance(answer.body, dict) else {}
        return self._own
