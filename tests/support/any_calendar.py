"""A rep's calendar on whichever mail system, in the whole house: what people do there, in the labels of `fields`.

Times are given as records have them: `2026-03-04T09:00:00@Europe/Berlin`, or dates. Zones are IANA's names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.records.moments import start_instant
from syncline.records.zones.names import windows_name
from syncline.sandbox.clock import SteppedClock
from tests.support.cloud_house import CloudHouse
from tests.support.google_house import GoogleHouse
from tests.support.google_stage import google_event
from tests.support.house import REP, House
from tests.support.house_people import rest, subjects
from tests.support.house_tables import NO_CONTACTS, events_with
from tests.support.microsoft365_stage import graph_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.records.record import Value

KINDS = ("exchange", "microsoft365", "google")
LABEL = "42617328-8756-4291-8273-192837465647"
DAY = "2026-03-04"
_TIMES = frozenset({"Start", "End"})


class AnyCalendar(ABC):
    """One rep's default calendar, and the house around it."""

    house: House
    rep: str = REP

    def meet(self, subject: str, day: str = DAY, hour: int = 9, **values: Value) -> str:
        """An hour in Berlin unless the values say otherwise; answers the id by which links know it."""
        times = {"Start": berlin(day, hour), "End": berlin(day, hour + 1)}
        return self.put({"Subject": subject, **times, **values})

    def rest(self) -> list[str]:
        """Let cycles run until all is quiet; answers what Salesforce calls its events. Nobody may have got a mail."""
        rest(self.house)
        assert self.mails() == 0
        return subjects(self.house)

    @abstractmethod
    def put(
        self, values: dict[str, Value], *, invited: Iterable[str] = (), host: str = "", uid: str = "", rep: str = REP
    ) -> str:
        """A person makes an event; with a `host` it is that person's meeting."""

    @abstractmethod
    def change(self, event: str, **values: Value) -> None:
        """A person changes some values; `Sensitivity` may be `Normal`."""

    @abstractmethod
    def mark(self, event: str, *, on: bool = True) -> None:
        """A person puts the category, or the label, of the name Salesforce on an event or takes it off."""

    @abstractmethod
    def trash(self, event: str) -> None:
        """A person deletes an event."""

    @abstractmethod
    def ids(self) -> list[str]:
        """The events that are there."""

    @abstractmethod
    def body(self, event: str) -> str:
        """The text that stands in the event."""

    @abstractmethod
    def subject(self, event: str) -> str:
        """What the event is called."""

    @abstractmethod
    def twist(self, event: str, end: datetime) -> None:
        """The server itself holds an end that no client could have written; `end` is a wall time in Berlin."""

    @abstractmethod
    def mails(self) -> int:
        """How many mails the server would have sent."""


class ExchangeCalendar(AnyCalendar):
    """On an Exchange server."""

    def __init__(self, **house: Any) -> None:
        self.house = House(**house)

    def put(
        self, values: dict[str, Value], *, invited: Iterable[str] = (), host: str = "", uid: str = "", rep: str = REP
    ) -> str:
        start, zone, given = _apart(values)
        end = _read(str(values["End"]))
        given |= {"ReminderIsSet": "ReminderMinutesBeforeStart" in given, **({"UID": uid} if uid else {})}
        people = [(one, one) for one in invited]
        organizer = (host, host) if host else None
        box = self.house.mailbox(rep)
        name = windows_name(zone or "Europe/Berlin") or zone
        item = box.create_event(
            str(given.pop("Subject", "")), start, end, zone=name, attendees=people, organizer=organizer, values=given
        )
        return item.id

    def change(self, event: str, **values: Value) -> None:
        given: dict[str, Any] = {label: value for label, value in values.items() if label not in _TIMES}
        given |= {label: _instant(str(values[label])) for label in _TIMES & values.keys()}
        self.house.mailbox(self.rep).edit(self._item(event), given)

    def mark(self, event: str, *, on: bool = True) -> None:
        self.house.mailbox(self.rep).edit(
            self._item(event), {"Categories": ("Blue", "Salesforce") if on else ("Blue",)}
        )

    def trash(self, event: str) -> None:
        self.house.mailbox(self.rep).trash(self._item(event))

    def ids(self) -> list[str]:
        return [item.id for item in self.house.mailbox(self.rep).well_known("calendar").items.values()]

    def body(self, event: str) -> str:
        return str(self._item(event).values["Body"].text)

    def subject(self, event: str) -> str:
        return str(self._item(event).values["Subject"])

    def twist(self, event: str, end: datetime) -> None:
        box, item = self.house.mailbox(self.rep), self._item(event)
        with box.lock:
            item.values["End"] = _instant(f"{end.isoformat()}@Europe/Berlin")
            box.change_item(item)

    def mails(self) -> int:
        return len(self.house.exchange.outbox)

    def _item(self, event: str) -> Any:
        return self.house.mailbox(self.rep).items[event]


class GraphCalendar(AnyCalendar):
    """In Microsoft 365."""

    house: CloudHouse

    def __init__(self, **house: Any) -> None:
        self.house = CloudHouse(**house)

    def put(
        self, values: dict[str, Value], *, invited: Iterable[str] = (), host: str = "", uid: str = "", rep: str = REP
    ) -> str:
        given = graph_event(values)
        if invited:
            people = [{"emailAddress": {"address": one, "name": one}, "type": "required"} for one in invited]
            given["attendees"] = people
        box = self.house.cloud(rep)
        return box.create_event(given, organizer=(host, host) if host else None, uid=uid).id(immutable=True)

    def change(self, event: str, **values: Value) -> None:
        self.house.cloud(self.rep).edit(self._item(event), graph_event(values))

    def mark(self, event: str, *, on: bool = True) -> None:
        self.house.cloud(self.rep).edit(self._item(event), {"categories": ["Blue", *(["salesforce"] if on else [])]})

    def trash(self, event: str) -> None:
        self.house.cloud(self.rep).put_away(self._item(event))

    def ids(self) -> list[str]:
        return [one.id(immutable=True) for one in self.house.cloud(self.rep).calendar.items.values()]

    def body(self, event: str) -> str:
        return str(self._item(event).body.shown("text").content)

    def subject(self, event: str) -> str:
        return str(self._item(event).values["subject"])

    def twist(self, event: str, end: datetime) -> None:
        item = self._item(event)
        self.house.cloud(self.rep).edit(item, {"location": {"displayName": "Nowhere"}})
        item.span = item.span._replace(end=end)

    def mails(self) -> int:
        return len(self.house.tenant.outbox)

    def _item(self, event: str) -> Any:
        return self.house.cloud(self.rep).item(event)[0]


class GoogleCalendar(AnyCalendar):
    """On Google Workspace."""

    house: GoogleHouse

    def __init__(self, **house: Any) -> None:
        self.house = GoogleHouse(**house)
        self.house.account().calendar.labels = [{"id": LABEL, "backgroundColor": "#039be5", "name": "salesforce"}]

    def put(
        self, values: dict[str, Value], *, invited: Iterable[str] = (), host: str = "", uid: str = "", rep: str = REP
    ) -> str:
        start, zone, given = _apart(values)
        end = _read(str(values["End"]))
        people = [(one, one) for one in invited]
        told = _google(given) | ({"iCalUID": uid} if uid else {})
        event = self.house.account(rep).create_event(
            str(told.pop("summary", "")), start, end, zone=zone, attendees=people,
            organizer=(host, host) if host else None, values=told,
        )  # fmt: skip
        return event.id

    def change(self, event: str, **values: Value) -> None:
        times = {label.lower(): _google_time(str(values[label])) for label in _TIMES & values.keys()}
        given = {label: value for label, value in values.items() if label not in _TIMES}
        self.house.account(self.rep).edit_event(event, _google(given) | times)

    def mark(self, event: str, *, on: bool = True) -> None:
        self.house.account(self.rep).edit_event(event, {"eventLabelId": LABEL if on else None})

    def trash(self, event: str) -> None:
        self.house.account(self.rep).delete_event(event)

    def ids(self) -> list[str]:
        held = self.house.account(self.rep).calendar.events
        there = {id_: event.values for id_, event in held.items() if event.values.get("status") != "cancelled"}
        return [id_ for id_, values in there.items() if "1980" not in str(values["start"])]  # our mark

    def body(self, event: str) -> str:
        return str(self.house.account(self.rep).calendar.events[event].values["description"])

    def subject(self, event: str) -> str:
        return str(self.house.account(self.rep).calendar.events[event].values["summary"])

    def twist(self, event: str, end: datetime) -> None:
        self.house.account(self.rep).edit_event(event, {"location": "Nowhere"})
        stored = self.house.account(self.rep).calendar.events[event].values
        stored["end"] = {"dateTime": _instant(f"{end.isoformat()}@Europe/Berlin").isoformat(), "timeZone": "UTC"}

    def mails(self) -> int:
        assert not self.house.google.unspoken
        return len(self.house.google.outbox)


_CALENDARS: dict[str, type[ExchangeCalendar | GraphCalendar | GoogleCalendar]] = {
    "exchange": ExchangeCalendar,
    "microsoft365": GraphCalendar,
    "google": GoogleCalendar,
}


def calendar_of(kind: str, now: datetime | None = None, reps: Sequence[str] = (REP,), **settings: Any) -> AnyCalendar:
    """Answer the calendar of a house in which contacts do not sync; `settings` are those of events."""
    clock = SteppedClock(now or datetime(2026, 3, 2, 9, tzinfo=UTC))
    return _CALENDARS[kind](contacts=NO_CONTACTS, events=events_with(**settings), clock=clock, reps=tuple(reps))


def berlin(day: str, hour: int, minute: int = 0) -> str:
    """Answer a moment in Berlin; from 24 on it is on the next day."""
    wall = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=minute)
    return f"{wall.isoformat()}@Europe/Berlin"


def _apart(values: dict[str, Value]) -> tuple[datetime | date, str, dict[str, Any]]:
    """Answer the start, its zone, and everything but times."""
    start = str(values["Start"])
    return _read(start), start.partition("@")[2], {one: value for one, value in values.items() if one not in _TIMES}


def _read(text: str) -> datetime | date:
    wall, _, zone = text.partition("@")
    return datetime.fromisoformat(wall) if zone else date.fromisoformat(wall)


def _instant(text: str) -> datetime:
    return start_instant(text, "Europe/Berlin")


def _google(values: dict[str, Any]) -> dict[str, Any]:
    hidden = {"Private": "private", "Personal": "private", "Confidential": "confidential", "Normal": "default"}
    told = google_event(values)
    return told | ({"visibility": hidden[values["Sensitivity"]]} if "Sensitivity" in values else {})


def _google_time(text: str) -> dict[str, Any]:
    wall, _, zone = text.partition("@")
    return {"dateTime": wall, "timeZone": zone, "date": None} if zone else {"date": wall, "dateTime": None}
