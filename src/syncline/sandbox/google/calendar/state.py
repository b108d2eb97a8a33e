"""A calendar and its events, with a number for every change so that a sync token can say "since then"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from syncline.sandbox.google.ticks import Ticks

Values: TypeAlias = dict[str, Any]


@dataclass(slots=True, eq=False)
class Event:
    """A single event, a series, or what is different about one occurrence of a series.

    `values` are named as in https://developers.google.com/workspace/calendar/api/v3/reference/events. Those of an
    occurrence hold only what differs from its series, and where it belongs (`recurringEventId`, `originalStartTime`).
    """

    id: str
    number: int
    """Counts the events of a calendar in the order in which they were made."""
    values: Values
    created: datetime
    updated: datetime
    revision: int = 0
    """The number of the last change to the calendar that concerned this event."""
    gone: dict[str, int] = field(default_factory=dict)
    """Occurrences that the series no longer has, by their ids: since which revision."""

    @property
    def cancelled(self) -> bool:
        """Whether it was deleted."""
        return bool(self.values.get("status") == "cancelled")

    @property
    def series(self) -> str:
        """The id of the series to which this occurrence belongs; empty for anything else."""
        return str(self.values.get("recurringEventId", ""))

    @property
    def recurs(self) -> bool:
        """Whether this is a series."""
        return bool(self.values.get("recurrence"))

    @property
    def etag(self) -> str:
        """Changes with every change."""
        return f'"{int(self.updated.timestamp() * 1_000_000)}{self.revision:04d}"'


@dataclass(slots=True, eq=False)
class Calendar:
    """One calendar; its owner is told apart by `id`, which for a primary calendar is an address."""

    id: str
    summary: str
    time_zone: str
    ticks: Ticks
    primary: bool = True
    description: str = ""
    location: str = ""
    events: dict[str, Event] = field(default_factory=dict)
    """By id, deleted ones too."""
    revision: int = 0
    updated: datetime | None = None
    """When an event was last changed."""
    epoch: int = 0
    """Sync tokens of former epochs are no longer valid."""
    forgotten: int = 0
    """Deletions up to this revision are no longer remembered."""
    forgotten_at: datetime | None = None
    made: int = 0
    """How many events were ever made."""
    labels: list[dict[str, str]] = field(default_factory=list)
    default_reminders: list[dict[str, Any]] = field(default_factory=lambda: [{"method": "popup", "minutes": 10}])
    watchers: list[Callable[[Calendar], None]] = field(default_factory=list)
    """Are called after every change."""
    by_uid: dict[str, list[Event]] = field(default_factory=dict)
    _changed: dict[int, Event] = field(default_factory=dict)
    _exceptions: dict[str, dict[str, Event]] = field(default_factory=dict)

    def add(self, event_id: str, values: Values) -> Event:
        """Put an event in."""
        now = self.ticks()
        self.made += 1
        event = Event(event_id, self.made, values, now, now)
        self.events[event_id] = event
        if event.series:
            self._exceptions.setdefault(event.series, {})[event_id] = event
        self.by_uid.setdefault(str(values.get("iCalUID", "")), []).append(event)
        self.touch(event)
        return event

    def touch(self, event: Event) -> None:
        """An event was changed: whoever synchronizes will be told, and so are watchers."""
        self._changed.pop(event.revision, None)
        self.revision += 1
        event.revision = self.revision
        event.updated = self.updated = self.ticks()
        self._changed[event.revision] = event
        for watch in tuple(self.watchers):
            watch(self)

    def change(self, event: Event, values: Values) -> None:
        """Give an event other values."""
        event.values = values
        self.touch(event)

    def changed_since(self, revision: int) -> list[Event]:
        """Answer the events that were changed after a revision, in the order in which they were made."""
        found: list[Event] = []
        for event in self._latest_first():
            if event.revision <= revision:
                break
            found.append(event)
        return sorted(found, key=lambda event: event.number)

    def _latest_first(self) -> Iterator[Event]:
        # The dict is in the order of revisions: a change takes an event's entry out and puts it at the end.
        return (self._changed[revision] for revision in reversed(self._changed))

    def exceptions(self, series_id: str) -> dict[str, Event]:
        """Answer the occurrences of a series about which something differs, by id, cancelled ones too."""
        return self._exceptions.get(series_id, {})

    def forget_deletions(self) -> None:
        """Forget deleted events, as the vendor does after a time that it does not tell.

        They cannot be read any more, and who wants to hear of changes from before is told to begin anew.
        """
        for event in [one for one in self.events.values() if one.cancelled and not one.series]:
            for gone in (event, *self._exceptions.pop(event.id, {}).values()):
                del self.events[gone.id]
                self._changed.pop(gone.revision, None)
                self.by_uid[str(gone.values.get("iCalUID", ""))].remove(gone)
        self.forgotten, self.forgotten_at = self.revision, self.ticks()

    def expire_sync_tokens(self) -> None:
        """Make every sync token handed out so far invalid."""
        self.epoch += 1
