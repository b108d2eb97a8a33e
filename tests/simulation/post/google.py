"""Mailboxes on Google Workspace: a label in the contacts, and the calendar. A contact that is deleted is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import requests

from syncline.connectors.google.connection import GoogleConnection
from syncline.connectors.google.memory import Memory
from syncline.connectors.google.settings import GoogleSettings
from syncline.sandbox.inprocess import InProcessAdapter
from tests.simulation.post.google_events import GoogleEvents
from tests.simulation.post.hands import WHO, Thing
from tests.support.google_stage import GROUP, ORIGIN, google_person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from wsgiref.types import WSGIApplication

    from syncline.sandbox.google import GoogleServer
    from syncline.sandbox.google.calendar.state import Event
    from tests.simulation.line import Line

_LATE = timedelta(minutes=6)
"""How long after a write listings may not tell of it, on the days on which they are late."""


class GoogleHands(GoogleEvents):
    """See `Hands`."""

    kind = "google"

    def __init__(self, server: GoogleServer, clock: Callable[[], datetime], page: int) -> None:
        super().__init__(server)
        if page == 1:
            server.propagation = _LATE
        self._clock, self._page = clock, page
        self._groups: dict[str, str] = {}
        self._binned: dict[str, str] = {}

    @property
    def application(self) -> WSGIApplication:
        return self.server

    def connection(self, line: Line) -> GoogleConnection:
        def session() -> requests.Session:
            one = requests.Session()
            one.trust_env = False
            one.mount("http://", InProcessAdapter(line))
            return one

        page = max(self._page, 2)
        settings = GoogleSettings(
            self.server.key_file(ORIGIN), ORIGIN, ORIGIN, event_page=page, contact_page=min(page, 1000)
        )
        return GoogleConnection(settings, clock=self._clock, session_factory=session, memory=Memory(self._clock))

    def add(self, rep: str) -> None:
        self.server.add_account(rep)

    def _group(self, rep: str) -> str:
        """The label that syncs, whatever it is called now; empty if there is none."""
        living = self._account(rep).book.groups.all_living()
        known = self._groups.get(rep)
        found = [one.name for one in living if one.values["name"] == GROUP or one.name == known]
        self._groups[rep] = found[0] if found else ""
        return self._groups[rep]

    # --- looking ------------------------------------------------------------------------------------------------

    def contacts(self, rep: str) -> list[Thing]:
        book = self._account(rep).book
        group = self._group(rep)
        return [_contact(name, book.people.entries[name].values) for name in book.members(group)] if group else []

    def away(self, rep: str) -> list[Thing]:
        inside = {one.id for one in self.contacts(rep)}
        living = self._account(rep).book.people.all_living()
        return [_contact(one.name, one.values) for one in living if one.name not in inside]

    def entries(self, rep: str) -> list[Thing]:
        events = self._account(rep).calendar.events.values()
        return [_event(one.id, one.values, rep) for one in events if not one.cancelled and _whole(one)]

    def binned(self, rep: str) -> list[Thing]:
        account = self._account(rep)
        people = [one for one in account.book.people.entries.values() if one.deleted]
        last = [(one.name, next(v.values for v in reversed(one.versions) if v.values)) for one in people]
        gone = [
            _event(one.id, one.values, rep) for one in account.calendar.events.values() if one.cancelled and _whole(one)
        ]
        return [*(_contact(name, values or {}) for name, values in last), *gone]

    def everything(self, rep: str) -> list[Any]:
        account = self._account(rep)
        people = [one.values for one in account.book.people.all_living()]
        return [*people, *(one.values for one in account.calendar.events.values())]

    def versions(self) -> list[Any]:
        return [
            (address, one.name, len(one.versions), one.versions[-1].listed)
            for address, account in self.server.accounts.items()
            for one in account.book.people.entries.values()
        ] + [(address, account.calendar.revision) for address, account in self.server.accounts.items()]

    def mails(self) -> int:
        return len(self.server.outbox)

    # --- contacts -----------------------------------------------------------------------------------------------

    def put(self, rep: str, fields: Mapping[str, str]) -> None:
        group = self._group(rep) or self._account(rep).create_group(GROUP)
        self._account(rep).create_contact(google_person(dict(fields)), groups=[group])

    def edit(self, rep: str, thing: Thing, label: str, value: str | None) -> None:
        before = google_person(dict(thing.shown))
        others = {name: one for name, one in thing.shown.items() if name != label}
        after = google_person(others | ({label: value} if value else {}))
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        self._account(rep).edit_contact(thing.id, {name: after.get(name, []) for name in changed})

    def touch(self, rep: str, thing: Thing) -> None:
        self._account(rep).edit_contact(thing.id, {})

    def trash(self, rep: str, thing: Thing) -> str:
        if thing.id.startswith("people/"):
            self._account(rep).delete_contact(thing.id)
        else:
            self._account(rep).delete_event(thing.id)
        return thing.id

    def erase(self, rep: str, thing: Thing) -> bool:
        self.trash(rep, thing)
        return True

    def move_out(self, rep: str, thing: Thing) -> None:
        self._account(rep).move_contact(thing.id, out_of=self._group(rep))

    def move_back(self, rep: str, thing: Thing) -> bool:
        group = self._group(rep)
        if group:
            self._account(rep).move_contact(thing.id, into=group)
        return bool(group)

    def copy(self, rep: str, thing: Thing) -> bool:
        self.put(rep, thing.shown)
        return True

    def renumber(self, rep: str) -> None:
        """Google moves nobody: only the tokens are void."""
        self.expire(rep)

    def expire(self, rep: str) -> None:
        self._account(rep).calendar.epoch += 1
        self._account(rep).book.expire_sync_tokens()

    # --- the label ----------------------------------------------------------------------------------------------

    def rename_folder(self, rep: str) -> None:
        book, group = self._account(rep).book, self._group(rep)
        if group:
            now = book.groups.entries[group].values
            self._call(rep, "Customers" if now["name"] == GROUP else GROUP)

    def _call(self, rep: str, name: str) -> None:
        account, group = self._account(rep), self._group(rep)
        with account.lock:
            account.book.put(account.book.groups, group, account.book.groups.entries[group].values | {"name": name})

    def delete_folder(self, rep: str) -> None:
        """A label that is deleted is gone: nobody does that here."""

    def mend_folder(self, rep: str) -> None:
        group = self._group(rep)
        if group and self._account(rep).book.groups.entries[group].values["name"] != GROUP:
            self._call(rep, GROUP)


def _whole(event: Event) -> bool:
    """Whether this is an event, and not what is different about an occurrence of a series."""
    return "recurringEventId" not in event.values


def _contact(name: str, person: Mapping[str, Any]) -> Thing:
    shown = _shown(person)
    return Thing(name, shown.get(WHO, ""), person, shown)


def _shown(person: Mapping[str, Any]) -> dict[str, str]:
    names: Mapping[str, Any] = next(iter(person.get("names", ())), {})
    work: Mapping[str, Any] = next(iter(person.get("organizations", ())), {})
    phones = {one.get("type"): one.get("value") for one in person.get("phoneNumbers", ())}
    address: Mapping[str, Any] = next((one for one in person.get("addresses", ()) if one.get("type") == "work"), {})
    found = {
        "GivenName": names.get("givenName"),
        "Surname": names.get("familyName"),
        "JobTitle": work.get("title"),
        "EmailAddress1": next((one["value"] for one in person.get("emailAddresses", ())), None),
        "HomePhone": phones.get("home"),
        "MobilePhone": phones.get("mobile"),
        "BusinessCity": address.get("city"),
        "BusinessStreet": address.get("streetAddress"),
        "Body": next((one["value"] for one in person.get("biographies", ())), None),
        WHO: next((one["person"] for one in person.get("relations", ()) if one.get("type") == "assistant"), None),
    }
    return {label: str(value).replace("\r\n", "\n") for label, value in found.items() if value}


def _event(event_id: str, values: Mapping[str, Any], rep: str) -> Thing:
    end = values.get("end", {})
    when = end.get("dateTime")
    read = datetime.fromisoformat(when) if when else None
    if read is not None and read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(end.get("timeZone", "UTC")))
    name, place = str(values.get("summary")), values.get("location") or None
    hosted = values.get("organizer", {}).get("email", rep) == rep
    return Thing(event_id, name, values, place=place, end=read, all_day=read is None, hosted=hosted)
