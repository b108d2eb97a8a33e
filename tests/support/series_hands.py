"""What people do to series in each of the mail systems: make, repeat otherwise, move and cancel single occurrences.

Rules are texts of RFC 5545 everywhere; Exchange and Microsoft 365 are told them in their own words.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from lxml import etree

from syncline.connectors.exchange.recurrence_write import recurrence_element
from syncline.connectors.outlook.patterned_recurrence import patterned
from syncline.records.moments import instant_of, is_date, start_instant, zone_of
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.zones.names import windows_name
from syncline.sandbox.exchange.occurrences import cancel_occurrence, edit_occurrence, repeat
from syncline.sandbox.google import Calendar
from tests.support.google_stage import OTHER_CALENDAR, google_event
from tests.support.microsoft365_stage import graph_event, other_calendar

if TYPE_CHECKING:
    from syncline.records.record import Values
    from syncline.sandbox.exchange import OpenMailbox as ExchangeMailbox
    from syncline.sandbox.google import OpenAccount
    from syncline.sandbox.microsoft365 import Event
    from syncline.sandbox.microsoft365 import OpenMailbox as GraphMailbox

HOME = "Europe/Berlin"
"""Where all-day events of Exchange and Microsoft 365 begin at midnight."""


class SeriesHands(Protocol):
    """A person's hands on one calendar. Occurrences are named by the dates on which the rule has them."""

    @abstractmethod
    def put(self, values: Values, rule: str = "", attendees: tuple[str, ...] = ()) -> str:
        """Enter an event or a series, and answer its id."""

    @abstractmethod
    def know(self, id_: str, start: str) -> None:
        """Take an event in hand that was entered otherwise, or long ago."""

    @abstractmethod
    def change(self, id_: str, values: Values) -> None:
        """Change an event, or a whole series."""

    @abstractmethod
    def repeat(self, id_: str, rule: str) -> None:
        """Give an event another rule, or none."""

    @abstractmethod
    def alter(self, id_: str, day: str, values: Values) -> None:
        """Change one occurrence."""

    @abstractmethod
    def cancel(self, id_: str, day: str) -> None:
        """Delete one occurrence."""

    @abstractmethod
    def trash(self, id_: str) -> None:
        """Delete an event, or a whole series."""

    @abstractmethod
    def move_out(self, id_: str) -> None:
        """Put an event, or a whole series, into another calendar."""

    @abstractmethod
    def count(self) -> int:
        """Answer how many events and series the calendar holds; a series is one."""

    @abstractmethod
    def mails(self) -> int:
        """Answer how many mails the server would have sent."""


class ExchangeHands:
    """Hands on a calendar of Exchange."""

    def __init__(self, box: ExchangeMailbox, outbox: list[Any]) -> None:
        self._box, self._outbox = box, outbox
        self._starts: dict[str, str] = {}

    def put(self, values: Values, rule: str = "", attendees: tuple[str, ...] = ()) -> str:
        start, end = _ews(values["Start"]), _ews(values["End"])
        zone = windows_name(_zone(str(values["Start"]))) or "UTC"
        more = {label: value for label, value in values.items() if label not in {"Subject", "Start", "End"}}
        people = [(address, address) for address in attendees]
        item = self._box.create_event(
            str(values["Subject"]), start, end, zone=zone, values=more | {"ReminderIsSet": False}, attendees=people
        )
        self._starts[item.id] = str(values["Start"])
        if rule:
            self.repeat(item.id, rule)
        return item.id

    def know(self, id_: str, start: str) -> None:
        self._starts[id_] = start

    def change(self, id_: str, values: Values) -> None:
        self._box.edit(self._box.items[id_], _ews_values(values))
        self._starts[id_] = str(values.get("Start", self._starts[id_]))

    def repeat(self, id_: str, rule: str) -> None:
        start = self._starts[id_]
        told = recurrence_element(read_rrule(rule, start), start) if rule else None
        inside = None if told is None else "".join(etree.tostring(one, encoding="unicode") for one in told)
        repeat(self._box, self._box.items[id_], inside)

    def alter(self, id_: str, day: str, values: Values) -> None:
        edit_occurrence(self._box, self._box.items[id_], _original(self._starts[id_], day), _ews_values(values))

    def cancel(self, id_: str, day: str) -> None:
        cancel_occurrence(self._box, self._box.items[id_], _original(self._starts[id_], day))

    def trash(self, id_: str) -> None:
        self._box.trash(self._box.items[id_])

    def move_out(self, id_: str) -> None:
        with self._box.lock:
            self._box.move_item(self._box.items[id_], self._box.make_folder("Other", folder_class="IPF.Appointment"))

    def count(self) -> int:
        return len(self._box.well_known("calendar").items)

    def mails(self) -> int:
        return len(self._outbox)


class GraphHands:
    """Hands on a calendar of Microsoft 365."""

    def __init__(self, box: GraphMailbox, outbox: list[Any]) -> None:
        self._box, self._outbox = box, outbox
        self._starts: dict[str, str] = {}

    def put(self, values: Values, rule: str = "", attendees: tuple[str, ...] = ()) -> str:
        given = graph_event(values)
        if rule:
            given["recurrence"] = _patterned(rule, str(values["Start"]))
        if attendees:
            given["attendees"] = [{"emailAddress": {"address": one, "name": one}} for one in attendees]
        id_ = self._box.create_event(given).id(immutable=True)
        self._starts[id_] = str(values["Start"])
        return id_

    def know(self, id_: str, start: str) -> None:
        self._starts[id_] = start

    def change(self, id_: str, values: Values) -> None:
        self._box.edit(self._event(id_), graph_event(values))
        self._starts[id_] = str(values.get("Start", self._starts[id_]))

    def repeat(self, id_: str, rule: str) -> None:
        told = _patterned(rule, self._starts[id_]) if rule else None
        self._box.edit(self._event(id_), {"recurrence": told})

    def alter(self, id_: str, day: str, values: Values) -> None:
        self._box.edit_occurrence(self._event(id_), date.fromisoformat(day), graph_event(values))

    def cancel(self, id_: str, day: str) -> None:
        self._box.cancel_occurrence(self._event(id_), date.fromisoformat(day))

    def trash(self, id_: str) -> None:
        self._box.put_away(self._event(id_))

    def move_out(self, id_: str) -> None:
        self._box.put(self._event(id_), other_calendar(self._box))

    def count(self) -> int:
        return len(self._box.calendar.items)

    def mails(self) -> int:
        return len(self._outbox)

    def _event(self, id_: str) -> Event:
        item: Any = self._box.item(id_)[0]
        found: Event = item
        return found


class GoogleHands:
    """Hands on a calendar of Google."""

    def __init__(self, account: OpenAccount, outbox: list[Any]) -> None:
        self._account, self._outbox = account, outbox

    def put(self, values: Values, rule: str = "", attendees: tuple[str, ...] = ()) -> str:
        given = google_event(values)
        if rule:
            given["recurrence"] = [f"RRULE:{rule}"]
        start, end = str(values["Start"]), str(values["End"])
        people = [("", address) for address in attendees]
        made = self._account.create_event(
            given.pop("summary"), _wall(start), _wall(end), zone=_zone(start), values=given, attendees=people
        )
        return made.id

    def know(self, id_: str, start: str) -> None:
        """An event of Google's tells when it begins."""

    def change(self, id_: str, values: Values) -> None:
        self._account.edit_event(id_, google_event(values) | _google_times(values))

    def repeat(self, id_: str, rule: str) -> None:
        self._account.edit_event(id_, {"recurrence": [f"RRULE:{rule}"] if rule else None})

    def alter(self, id_: str, day: str, values: Values) -> None:
        self._account.edit_event(self._occurrence(id_, day), google_event(values) | _google_times(values))

    def cancel(self, id_: str, day: str) -> None:
        self._account.delete_event(self._occurrence(id_, day))

    def trash(self, id_: str) -> None:
        self._account.delete_event(id_)

    def move_out(self, id_: str) -> None:
        mine = self._account.calendar
        other = Calendar(OTHER_CALENDAR, "Other", HOME, mine.ticks, primary=False)
        self._account.calendars.setdefault(OTHER_CALENDAR, other).add(id_, dict(mine.events[id_].values))
        self._account.delete_event(id_)

    def count(self) -> int:
        events = self._account.calendar.events.values()
        alive = [one.values for one in events if not one.cancelled and "recurringEventId" not in one.values]
        return sum(one["summary"] != "Syncline" for one in alive)

    def mails(self) -> int:
        return len(self._outbox)

    def _occurrence(self, id_: str, day: str) -> str:
        start = self._account.calendar.events[id_].values["start"]
        if "date" in start:
            return f"{id_}_{day.replace('-', '')}"
        first = datetime.fromisoformat(start["dateTime"])
        named = _original(f"{first.replace(tzinfo=None).isoformat()}@{start['timeZone']}", day)
        return f"{id_}_{named:%Y%m%dT%H%M%SZ}"


def _zone(text: str) -> str:
    return HOME if is_date(text) else zone_of(text)


def _wall(text: str) -> datetime | date:
    return date.fromisoformat(text) if is_date(text) else datetime.fromisoformat(text.partition("@")[0])


def _original(start: str, day: str) -> datetime:
    """Answer the instant at which a rule has an occurrence on a day."""
    if is_date(start):
        return start_instant(day, HOME).astimezone(UTC)
    return instant_of(f"{day}{start[10:]}").astimezone(UTC)


def _ews(value: object) -> datetime | date:
    return _wall(str(value))


def _ews_values(values: Values) -> dict[str, Any]:
    times = {label: start_instant(str(values[label]), HOME) for label in ("Start", "End") if label in values}
    return {**values, **times}


def _patterned(rule: str, start: str) -> dict[str, Any]:
    return patterned(read_rrule(rule, start), start)


def _google_times(values: Values) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for label in ("Start", "End"):
        if label in values:
            text = str(values[label])
            wall = _wall(text).isoformat()
            given[label.lower()] = {"date": wall} if is_date(text) else {"dateTime": wall, "timeZone": _zone(text)}
    return given
