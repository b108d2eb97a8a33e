"""The calendars of the three mail systems as the reps see them, in the labels of `records.fields`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.moments import instant_of
from syncline.records.record import Record
from syncline.records.words import Collection
from syncline.records.zones.names import windows_name
from syncline.sandbox.exchange.state.item import Address, Attendee, Body
from tests.support.cloud_house import CloudHouse
from tests.support.google_house import GoogleHouse
from tests.support.google_stage import google_event
from tests.support.house import REP, House
from tests.support.house_people import events as in_salesforce
from tests.support.house_tables import NO_CONTACTS, events_with
from tests.support.microsoft365_stage import graph_event
from tests.support.series_hands import ExchangeHands, GoogleHands, GraphHands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value, Values
    from syncline.sandbox.faults import Faults
    from tests.support.series_hands import SeriesHands

    Who = tuple[str, str]

LABEL = "42617328-8756-4291-8273-192837465647"
"""Of the rep's Google calendar; its name is Salesforce."""


class Calendar(ABC):
    """A rep's calendar, the house around it, and what its server did."""

    house: House

    @abstractmethod
    def enter(
        self, values: Values, *, html: str = "", guests: tuple[Who, ...] = (), host: Who | None = None, uid: str = "",
        rep: str = REP,
    ) -> str:  # fmt: skip
        """A rep enters an event; with a `host` it is somebody else's meeting. Answers its id."""

    @abstractmethod
    def edit(self, record_id: str, values: Mapping[str, Value]) -> None:
        """The rep changes fields; start and end together."""

    @abstractmethod
    def invite(self, record_id: str, *guests: str) -> None:
        """The rep says anew who is invited."""

    @abstractmethod
    def answer(self, record_id: str, guest: str, response: str) -> None:
        """Let somebody's answer arrive: accepted, tentative or declined."""

    @abstractmethod
    def delete(self, record_id: str) -> None:
        """The rep deletes an event."""

    @abstractmethod
    def mark(self, record_id: str, *, on: bool = True) -> None:
        """The rep gives an event the category, or the label, of the name Salesforce, or takes it off."""

    @abstractmethod
    def twist(self, record_id: str, end: datetime) -> None:
        """The server itself holds an end that no client could have written; `end` is an instant in UTC."""

    @property
    @abstractmethod
    def series(self) -> SeriesHands:
        """The rep's hands on series."""

    @abstractmethod
    def binned(self) -> int:
        """How many events lie in the trash."""

    @abstractmethod
    def markup(self, record_id: str) -> str:
        """The description as it is kept, with what formats it."""

    @property
    @abstractmethod
    def mails(self) -> int:
        """How many mails the server would have sent."""

    @property
    @abstractmethod
    def faults(self) -> Faults:
        """What may go wrong on the way to the server."""

    @property
    @abstractmethod
    def making(self) -> str:
        """A word in every request that makes an event."""

    def records(self, collection: Collection = Collection.EVENTS) -> list[Record]:
        """Every event of the calendar, or contact of the folder that syncs, as a newcomer would read it."""
        rows = {row.name: row for row in self.house.store.connections()}
        rep = next(row for row in self.house.store.reps() if row.id == f"acme/{REP}")
        mailbox = self.house.connect_mail(rows["mail"]).open(rep, {}, [rows["acme"].org_id or "00D"], _everything())
        found: list[Record] = []
        cursor, more = None, True
        while more:
            page = mailbox.changes(collection, cursor)
            read = mailbox.read(collection, [one.id for one in page.mentions])
            found += [*page.records, *(one for one in read if isinstance(one, Record))]
            cursor, more = page.cursor, page.more
        return found

    def values(self) -> list[dict[str, Value]]:
        """What the events hold, by subject."""
        return sorted((dict(one.values) for one in self.records()), key=lambda one: str(one.get("Subject")))

    def only(self) -> Record:
        """The only event."""
        (record,) = self.records()
        return record


def _everything() -> Any:
    from syncline.planner.policy import EventPolicy  # noqa: PLC0415 - for this alone

    return EventPolicy()


class OnExchange(Calendar):
    """An Exchange server."""

    making = "CreateItem"

    def __init__(self, **more: Any) -> None:
        self.house = House(**more)

    def enter(
        self, values: Values, *, html: str = "", guests: tuple[Who, ...] = (), host: Who | None = None, uid: str = "",
        rep: str = REP,
    ) -> str:  # fmt: skip
        start, end, zone = _times(values)
        rest: dict[str, Any] = {label: one for label, one in values.items() if label not in {"Subject", "Start", "End"}}
        rest["ReminderIsSet"] = "ReminderMinutesBeforeStart" in rest
        if html:
            rest["Body"] = Body("HTML", html)
        if uid:
            rest["UID"] = uid
        box = self.house.mailbox(rep)
        subject = str(values["Subject"])
        windows = windows_name(zone) or zone
        return box.create_event(subject, start, end, zone=windows, attendees=guests, organizer=host, values=rest).id

    def edit(self, record_id: str, values: Mapping[str, Value]) -> None:
        told: dict[str, Any] = dict(values)
        told |= {label: instant_of(str(values[label])) for label in ("Start", "End") if label in values}
        self.house.mailbox().edit(self.house.mailbox().items[record_id], told)

    def invite(self, record_id: str, *guests: str) -> None:
        people = tuple(Attendee(Address(one, one)) for one in guests)
        self.house.mailbox().edit(self.house.mailbox().items[record_id], {"RequiredAttendees": people})

    def answer(self, record_id: str, guest: str, response: str) -> None:
        word = {"accepted": "Accept", "tentative": "Tentative", "declined": "Decline"}[response]
        self.house.mailbox().answer(self.house.mailbox().items[record_id], guest, word)

    def delete(self, record_id: str) -> None:
        self.house.mailbox().trash(self.house.mailbox().items[record_id])

    def mark(self, record_id: str, *, on: bool = True) -> None:
        categories = ("Blue", *(("Salesforce",) if on else ()))
        self.house.mailbox().edit(self.house.mailbox().items[record_id], {"Categories": categories})

    def twist(self, record_id: str, end: datetime) -> None:
        box = self.house.mailbox()
        with box.lock:
            box.items[record_id].values["End"] = end
            box.change_item(box.items[record_id])

    @property
    def series(self) -> SeriesHands:
        return ExchangeHands(self.house.mailbox(), self.house.exchange.outbox)

    def binned(self) -> int:
        return len(self.house.mailbox().well_known("deleteditems").items)

    def markup(self, record_id: str) -> str:
        body = self.house.mailbox().items[record_id].values.get("Body")
        return str(body.text) if body else ""

    @property
    def mails(self) -> int:
        return len(self.house.exchange.outbox)

    @property
    def faults(self) -> Faults:
        return self.house.mail_faults


class OnMicrosoft365(Calendar):
    """A tenant of Microsoft 365."""

    making = "transactionId"

    def __init__(self, **more: Any) -> None:
        self.house = self.cloud = CloudHouse(**more)

    def enter(
        self, values: Values, *, html: str = "", guests: tuple[Who, ...] = (), host: Who | None = None, uid: str = "",
        rep: str = REP,
    ) -> str:  # fmt: skip
        told = graph_event(values)
        if html:
            told["body"] = {"contentType": "html", "content": html}
        if guests:
            people = [{"emailAddress": {"name": name, "address": address}} for name, address in guests]
            told["attendees"] = [{**one, "type": "required"} for one in people]
        return self.cloud.cloud(rep).create_event(told, organizer=host, uid=uid).id(immutable=True)

    def edit(self, record_id: str, values: Mapping[str, Value]) -> None:
        told = graph_event(values)
        if "ReminderMinutesBeforeStart" not in values:
            told.pop("isReminderOn", None)
        self.cloud.cloud().edit(self._item(record_id), told)

    def invite(self, record_id: str, *guests: str) -> None:
        people = [{"emailAddress": {"name": one, "address": one}, "type": "required"} for one in guests]
        self.cloud.cloud().edit(self._item(record_id), {"attendees": people})

    def answer(self, record_id: str, guest: str, response: str) -> None:
        word = {"tentative": "tentativelyAccepted"}.get(response, response)
        box, event = self.cloud.cloud(), self._item(record_id)
        with box.lock:
            event.values["attendees"] = [
                {**one, "status": {**one["status"], "response": word}}
                if one["emailAddress"]["address"] == guest
                else one
                for one in event.values["attendees"]
            ]
            box.changed(event)

    def _item(self, record_id: str) -> Any:
        return next(one for one in self.cloud.cloud().calendar.items.values() if one.id(immutable=True) == record_id)

    def delete(self, record_id: str) -> None:
        self.cloud.cloud().put_away(self._item(record_id))

    def mark(self, record_id: str, *, on: bool = True) -> None:
        self.cloud.cloud().edit(self._item(record_id), {"categories": ["Blue", *(["salesforce"] if on else [])]})

    def twist(self, record_id: str, end: datetime) -> None:
        event = self._item(record_id)
        with self.cloud.cloud().lock:
            event.span = event.span._replace(end=event.span.end_zone.wall(end))
            self.cloud.cloud().changed(event)

    @property
    def series(self) -> SeriesHands:
        return GraphHands(self.cloud.cloud(), self.cloud.tenant.outbox)

    def binned(self) -> int:
        return len(self.cloud.cloud().well_known("deleteditems").items)

    def markup(self, record_id: str) -> str:
        return str(self._item(record_id).body.content)

    @property
    def mails(self) -> int:
        return len(self.cloud.tenant.outbox)

    @property
    def faults(self) -> Faults:
        return self.cloud.cloud_faults


class OnGoogle(Calendar):
    """A domain of Google Workspace."""

    making = "synclineKey"

    def __init__(self, **more: Any) -> None:
        self.house = self.workspace = GoogleHouse(**more)
        self.workspace.account().calendar.labels = [{"id": LABEL, "backgroundColor": "#039be5", "name": "salesforce"}]

    def enter(
        self, values: Values, *, html: str = "", guests: tuple[Who, ...] = (), host: Who | None = None, uid: str = "",
        rep: str = REP,
    ) -> str:  # fmt: skip
        start, end, zone = _times(values)
        told = google_event(values) | ({"description": html} if html else {}) | ({"iCalUID": uid} if uid else {})
        account = self.workspace.account(rep)
        made = account.create_event(
            str(values["Subject"]), start, end, zone=zone, attendees=guests, organizer=host, values=told
        )
        return made.id

    def edit(self, record_id: str, values: Mapping[str, Value]) -> None:
        told = google_event(values)
        for label in ("Start", "End"):
            if label in values:
                wall, _, zone = str(values[label]).partition("@")
                told[label.lower()] = {"dateTime": wall, "timeZone": zone, "date": None}
        self.workspace.account().edit_event(record_id, told)

    def invite(self, record_id: str, *guests: str) -> None:
        held = {one["email"]: one for one in self.workspace.account().calendar.events[record_id].values["attendees"]}
        people = [held.get(one, {"email": one}) for one in guests]
        self.workspace.account().edit_event(record_id, {"attendees": people})

    def answer(self, record_id: str, guest: str, response: str) -> None:
        held = self.workspace.account().calendar.events[record_id].values["attendees"]
        told = [{**one, "responseStatus": response} if one["email"] == guest else one for one in held]
        self.workspace.account().edit_event(record_id, {"attendees": told})

    def delete(self, record_id: str) -> None:
        self.workspace.account().delete_event(record_id)

    def mark(self, record_id: str, *, on: bool = True) -> None:
        self.workspace.account().edit_event(record_id, {"eventLabelId": LABEL if on else None})

    def twist(self, record_id: str, end: datetime) -> None:
        self.workspace.account().edit_event(record_id, {"location": "Nowhere"})
        stored = self.workspace.account().calendar.events[record_id].values
        stored["end"] = {"dateTime": end.isoformat(), "timeZone": "UTC"}

    @property
    def series(self) -> SeriesHands:
        return GoogleHands(self.workspace.account(), self.workspace.google.outbox)

    def binned(self) -> int:
        return sum(one.cancelled for one in self.workspace.account().calendar.events.values())

    def markup(self, record_id: str) -> str:
        return str(self.workspace.account().calendar.events[record_id].values.get("description") or "")

    @property
    def mails(self) -> int:
        return len(self.workspace.google.outbox)

    @property
    def faults(self) -> Faults:
        return self.workspace.google_faults


def _times(values: Values) -> tuple[Any, Any, str]:
    start, _, zone = str(values["Start"]).partition("@")
    end = str(values["End"]).partition("@")[0]
    read = datetime.fromisoformat if zone else date.fromisoformat
    return read(start), read(end), zone or "Europe/Berlin"


SYSTEMS: dict[str, type[OnExchange | OnMicrosoft365 | OnGoogle]] = {
    "exchange": OnExchange,
    "microsoft365": OnMicrosoft365,
    "google": OnGoogle,
}
every_system = pytest.mark.parametrize("system", SYSTEMS)
MORNING = {"Start": "2026-03-04T09:00:00@Europe/Berlin", "End": "2026-03-04T10:00:00@Europe/Berlin"}


def calendar(system: str, direction: str = "both", **settings: Any) -> Calendar:
    """A house in which only events sync, and the rep's calendar in it."""
    return SYSTEMS[system](contacts=dict(NO_CONTACTS), events=events_with(direction=direction, **settings))


def meet(at: Calendar, subject: str, start: str, end: str, **fields: Any) -> str:
    """The rep adds an event to Salesforce: times are instants (`2026-03-04T09:00`), or dates of whole days."""
    whole_day = "T" not in start
    times = [f"{one}T00:00:00.000Z" if whole_day else f"{one}:00.000Z" for one in (start, end)]
    given = {"Subject": subject, "IsAllDayEvent": whole_day, "StartDateTime": times[0], "EndDateTime": times[1]}
    return at.house.org.as_user(REP).create("Event", {**given, **fields})


def change(at: Calendar, record_id: str, **fields: Any) -> None:
    """The rep changes an event in Salesforce."""
    at.house.org.as_user(REP).update(record_id, fields)


def row(at: Calendar) -> dict[str, Any]:
    """The only event in Salesforce."""
    (found,) = in_salesforce(at.house)
    return found


def settle(at: Calendar, most: int = 5) -> None:
    """Let both sides come in step: the next cycle writes nothing, nothing is left open, and nobody got a mail."""
    at.house.converge(most)
    at.house.wait(minutes=5)
    report = at.house.sync()
    assert report["in_step"], at.house.errors()
    ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
    assert not any(way[name] for way in ways for name in ("created", "updated", "deleted", "failed")), report
    assert at.mails == 0


def paired(system: str, direction: str = "both", first_in: str = "mailbox", **settings: object) -> Calendar:
    """A meeting in step on both sides. Under to_mailbox only what was first in Salesforce comes into step."""
    at = calendar(system, direction, **settings)
    settle(at)
    if first_in == "mailbox":
        at.enter({"Subject": "Visit", "Location": "Here", **MORNING})
    else:
        meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00", Location="Here")
    settle(at)
    assert at.house.link_count(Collection.EVENTS) == 1
    return at
