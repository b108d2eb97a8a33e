"""A Google Workspace in this process, the connector in front of it, and a person's hands behind."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import requests

from syncline.connectors.google.connection import GoogleConnection
from syncline.connectors.google.settings import GoogleSettings
from syncline.records.words import Collection
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.faults import Fault, FaultKind, Faults
from syncline.sandbox.google import Calendar, GoogleServer, make_service_key
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.google_discovery import Judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.connectors.google.mailbox import GoogleMailbox
    from syncline.records.record import Value, Values
    from syncline.sandbox.google import ServiceKey

REP = "rep@acme.example"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORIGIN = "http://google.sandbox.test"
GROUP = "Salesforce Sync"
OTHER_CALENDAR = "other@group.calendar.google.com"

_PHONES = {
    "BusinessPhone": "work",
    "MobilePhone": "mobile",
    "HomePhone": "home",
    "OtherTelephone": "other",
    "BusinessFax": "workFax",
    "AssistantPhone": "assistant",
}
_PARTS = {
    "Street": "streetAddress",
    "City": "city",
    "State": "region",
    "PostalCode": "postalCode",
    "Country": "country",
}
_ORGANIZATION = {"CompanyName": "name", "JobTitle": "title", "Department": "department"}
_NAME = {"GivenName": "givenName", "Surname": "familyName"}


@cache
def key() -> ServiceKey:
    """Making a key takes a second: all stages share one."""
    return make_service_key()


class GoogleStage:
    """One domain with one rep, at an hour before ours."""

    keeps_uids = True

    def __init__(self, **settings: Any) -> None:
        self.clock = SteppedClock(START)
        self.server = GoogleServer(self.clock, key=key())
        self.account = self.server.add_account(REP)
        self.account.calendar.default_reminders = []
        self.faults = Faults(Judged(self.server))
        self.connection = self.connect(**settings)

    def connect(self, **settings: Any) -> GoogleConnection:
        """Make another connection to the same server."""
        addresses = {"calendar_url": f"{ORIGIN}/calendar/v3", "people_url": f"{ORIGIN}/v1"}
        given = {"key": self.server.key_file(ORIGIN), **addresses} | settings
        return GoogleConnection(GoogleSettings(**given), clock=self.now, session_factory=self.session)

    def session(self) -> requests.Session:
        session = requests.Session()
        session.mount(ORIGIN, InProcessAdapter(self.faults))
        return session

    def now(self) -> datetime:
        return self.clock() + timedelta(hours=1)

    def open(self, cursors: Mapping[Collection, str | None] = {}, /, **more: Any) -> GoogleMailbox:
        self.clock.advance(timedelta(minutes=5))
        given = {"installation": "here", "org_id": "00D1"} | more
        return self.connection.open(REP, cursors, **given)

    # --- hands ---------------------------------------------------------------------------------------------------

    @property
    def group(self) -> str:
        """Salesforce Sync, made by hand if need be."""
        groups = self.account.book.groups.all_living()
        found = next((one.name for one in groups if one.values["name"] == GROUP), "")
        return found or self.account.create_group(GROUP)

    def put(self, collection: Collection, values: Values, *, more_addresses: Sequence[str] = ()) -> str:
        if collection is Collection.EVENTS:
            return self._event(values)
        person = google_person(values)
        person.setdefault("emailAddresses", []).extend({"value": one, "type": "other"} for one in more_addresses)
        return self.account.create_contact(person, groups=[self.group]).name

    def _event(self, values: Values) -> str:
        start, _, zone = str(values["Start"]).partition("@")
        end = str(values["End"]).partition("@")[0]
        read = datetime.fromisoformat if zone else date.fromisoformat
        given = google_event(values)
        return self.account.create_event(given.pop("summary", ""), read(start), read(end), zone=zone, values=given).id

    def change(self, record_id: str, values: Values) -> None:
        if record_id.startswith("people/"):
            self.account.edit_contact(record_id, google_person(values))
        else:
            self.account.edit_event(record_id, google_event(values))

    def trash(self, record_id: str) -> None:
        if record_id.startswith("people/"):
            self.account.delete_contact(record_id)
        else:
            self.account.delete_event(record_id)

    def move_out(self, record_id: str) -> None:
        if record_id.startswith("people/"):
            self.account.move_contact(record_id, out_of=self.group)
            return
        other = Calendar(OTHER_CALENDAR, "Other", "Europe/Berlin", self.account.calendar.ticks, primary=False)
        self.account.calendars.setdefault(OTHER_CALENDAR, other).add(
            record_id, dict(self.account.calendar.events[record_id].values)
        )
        self.account.delete_event(record_id)

    def addresses(self, record_id: str) -> list[str]:
        return [one["value"] for one in self.account.book.people.entries[record_id].values["emailAddresses"]]

    def void_cursors(self) -> None:
        self.account.calendar.epoch += 1
        self.account.book.expire_sync_tokens()

    def mails(self) -> int:
        assert not self.server.unspoken
        return len(self.server.outbox)

    @contextmanager
    def fault(self, kind: FaultKind, times: int = 1) -> Iterator[None]:
        """Let a fault act on the next requests; it must have acted when all is over."""
        before = len(self.faults.acted)
        self.faults.arm(Fault(kind, lambda _body, environ: environ["PATH_INFO"] != "/token", times=times))
        yield
        self.faults.disarm()
        assert self.faults.acted[before:] == [kind] * times

    @contextmanager
    def answering(self, path: str, status: int, body: dict[str, Any]) -> Iterator[None]:
        """Let Google answer all requests whose path ends so with what it answers in a case that the sandbox has not."""
        real = self.faults._application

        def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if not str(environ["PATH_INFO"]).endswith(path):
                return real(environ, start)
            start(f"{status} Told", [("Content-Type", "application/json; charset=UTF-8")])
            return [json.dumps(body).encode()]

        self.faults._application = application
        yield
        self.faults._application = real

    def losing_the_answer(self) -> Any:
        return self.fault(FaultKind.LOST_AFTER)

    def losing_the_request(self) -> Any:
        return self.fault(FaultKind.LOST_BEFORE)


def google_person(values: Values) -> dict[str, Any]:
    """Put a contact's values where the People API has them."""
    person: dict[str, Any] = {}
    for field, names in (("names", _NAME), ("organizations", _ORGANIZATION)):
        entry = {name: values[label] for label, name in names.items() if label in values}
        if entry:
            person[field] = [entry]
    if "EmailAddress1" in values:
        person["emailAddresses"] = [{"value": values["EmailAddress1"], "type": "work"}]
    phones = [{"value": values[label], "type": kind} for label, kind in _PHONES.items() if label in values]
    if phones:
        person["phoneNumbers"] = phones
    addresses = [_address(values, *one) for one in (("Business", "work"), ("Other", "other"))]
    if any(addresses):
        person["addresses"] = [one for one in addresses if one]
    return person | _rest(values)


def _address(values: Values, prefix: str, kind: str) -> dict[str, Value]:
    parts = {name: values[prefix + label] for label, name in _PARTS.items() if prefix + label in values}
    return {**parts, "type": kind} if parts else {}


def _rest(values: Values) -> dict[str, Any]:
    person: dict[str, Any] = {}
    if "AssistantName" in values:
        person["relations"] = [{"person": values["AssistantName"], "type": "assistant"}]
    if "Birthday" in values:
        day = date.fromisoformat(str(values["Birthday"]))
        person["birthdays"] = [{"date": {"year": day.year, "month": day.month, "day": day.day}}]
    if "Body" in values:
        person["biographies"] = [{"value": values["Body"], "contentType": "TEXT_PLAIN"}]
    return person


def google_event(values: Values) -> dict[str, Any]:
    """Put an event's values where the Calendar API has them; times are left to the caller."""
    names = {"Subject": "summary", "Location": "location", "Body": "description"}
    event: dict[str, Any] = {name: values[label] for label, name in names.items() if label in values}
    if "LegacyFreeBusyStatus" in values:
        event["transparency"] = "transparent" if values["LegacyFreeBusyStatus"] == "Free" else "opaque"
    if "Sensitivity" in values:
        event["visibility"] = "default" if values["Sensitivity"] == "Normal" else "private"
    if "ReminderMinutesBeforeStart" in values:
        popup = {"method": "popup", "minutes": values["ReminderMinutesBeforeStart"]}
        event["reminders"] = {"useDefault": False, "overrides": [popup]}
    return event
