"""A Microsoft 365 tenant in this process, the connector in front of it, and a person's hands behind."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests

from syncline.connectors.microsoft365 import Microsoft365Connection, Microsoft365Settings
from syncline.records.words import Collection
from syncline.records.zones.names import windows_name
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.faults import Fault, FaultKind, Faults
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.microsoft365 import Microsoft365Server
from tests.support.graph_schema import SLICE, Referee

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syncline.connectors.microsoft365.mailbox import Microsoft365Mailbox
    from syncline.records.record import Values
    from syncline.sandbox.microsoft365 import Folder, Item
    from syncline.sandbox.microsoft365.state.mailbox import Mailbox

REP = "rep@acme.example"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOST = "https://graph.acme.example"
FOLDER = "Salesforce_Sync"

_TEXTS = {
    "GivenName": "givenName", "Surname": "surname", "CompanyName": "companyName", "JobTitle": "jobTitle",
    "Department": "department", "MobilePhone": "mobilePhone", "AssistantName": "assistantName",
    "Body": "personalNotes",
}  # fmt: skip
_LISTS = {"BusinessPhone": "businessPhones", "HomePhone": "homePhones"}
_TAGS = {"BusinessFax": "String 0x3A24", "OtherTelephone": "String 0x3A1F", "AssistantPhone": "String 0x3A2E"}
_PARTS = {
    "Street": "street",
    "City": "city",
    "State": "state",
    "PostalCode": "postalCode",
    "Country": "countryOrRegion",
}


class Microsoft365Stage:
    """One tenant with one rep."""

    keeps_uids = False

    def __init__(self, **settings: Any) -> None:
        self.clock = SteppedClock(START)
        self.server = Microsoft365Server(self.clock)
        self.box = self.server.add_mailbox(REP, given_name="Rep", zone="W. Europe Standard Time")
        self.referee = Referee(self.server) if SLICE.exists() else None
        self.faults = Faults(self.referee or self.server)
        self.connection = self.connect(**settings)
        self.connection.open(REP, {}, installation="x", org_id="x").known(Collection.CONTACTS)

    def connect(self, *, only_looking: bool = False, **settings: Any) -> Microsoft365Connection:
        """Make another connection to the same tenant."""
        return Microsoft365Connection(
            graph_settings(self.server, **settings),
            clock=self.now,
            session_factory=self.session,
            only_looking=only_looking,
        )

    def session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", InProcessAdapter(self.faults))
        return session

    def now(self) -> datetime:
        return self.clock() + timedelta(hours=1)

    def open(self, cursors: Mapping[Collection, str | None] = {}, /, **more: Any) -> Microsoft365Mailbox:
        self.clock.advance(timedelta(minutes=5))
        given = {"installation": "here", "org_id": "00D1"} | more
        return self.connection.open(REP, cursors, **given)

    def calls(self) -> int:
        return sum(self.connection.calls.values())

    # --- hands ---------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Folder:
        """Salesforce_Sync, made by the connector if need be."""
        found = self.box.contacts.child(FOLDER)
        if found is None:
            self.open().changes(Collection.CONTACTS, None)
            found = self.box.contacts.child(FOLDER)
        assert found is not None
        return found

    def item(self, record_id: str) -> Item:
        return self.box.item(record_id)[0]

    def put(self, collection: Collection, values: Values, *, more_addresses: Sequence[str] = ()) -> str:
        if collection is Collection.EVENTS:
            return self.box.create_event(graph_event(values)).id(immutable=True)
        given = graph_contact(values)
        given.setdefault("emailAddresses", []).extend({"address": one, "name": one} for one in more_addresses)
        return self.box.create_contact(given, folder=self.folder).id(immutable=True)

    def change(self, record_id: str, values: Values) -> None:
        item = self.item(record_id)
        self.box.edit(item, graph_contact(values) if item.kind == "contact" else graph_event(values))

    def trash(self, record_id: str) -> None:
        self.box.put_away(self.item(record_id))

    def move_out(self, record_id: str) -> None:
        item = self.item(record_id)
        self.box.put(item, self.box.contacts if item.kind == "contact" else other_calendar(self.box))

    def addresses(self, record_id: str) -> list[str]:
        return [one["address"] for one in self.item(record_id).values["emailAddresses"]]

    def void_cursors(self) -> None:
        self.box.expire_deltas()

    def mails(self) -> int:
        return len(self.server.outbox)

    @contextmanager
    def fault(self, kind: FaultKind, times: int = 1) -> Iterator[None]:
        """Let a fault act on the next requests; it must have acted when all is over."""
        before = len(self.faults.acted)
        self.faults.arm(Fault(kind, times=times))
        yield
        self.faults.disarm()
        assert self.faults.acted[before:] == [kind] * times

    def losing_the_answer(self) -> Any:
        return self.fault(FaultKind.LOST_AFTER)

    @contextmanager
    def losing_the_answer_to(self, word: str) -> Iterator[None]:
        """The next batch that makes something in a path with this word is carried out, but its answer is lost."""

        def matches(body: bytes, _environ: object) -> bool:
            return b'"method": "POST"' in body and word.encode() in body

        self.faults.arm(Fault(FaultKind.LOST_AFTER, matches))
        yield
        self.faults.disarm()
        assert self.faults.acted[-1:] == [FaultKind.LOST_AFTER]

    def losing_the_request(self) -> Any:
        return self.fault(FaultKind.LOST_BEFORE)


def graph_settings(server: Microsoft365Server, **more: Any) -> Microsoft365Settings:
    """Answer how the server's own app is reached."""
    given = {
        "tenant": server.tenant.id,
        "client_id": server.client_id,
        "client_secret": server.secret,
        "authority": HOST,
        "graph_url": HOST,
    }
    return Microsoft365Settings(**given | more)


def other_calendar(box: Mailbox) -> Folder:
    """A second calendar of the mailbox, made if need be."""
    with box.lock:
        root = box.calendar.parent
        assert root is not None
        return root.child("Private") or box.add_folder(root, "Private", kind="calendar")


def graph_contact(values: Values) -> dict[str, Any]:
    """Put a contact's values under the names of Graph."""
    given: dict[str, Any] = {}
    for label, value in values.items():
        kind = next((kind for kind in ("Business", "Other") if label.removeprefix(kind) in _PARTS), "")
        if label in _TEXTS:
            given[_TEXTS[label]] = value
        elif label in _LISTS:
            given[_LISTS[label]] = [value]
        elif label in _TAGS:
            given.setdefault("singleValueExtendedProperties", []).append({"id": _TAGS[label], "value": value})
        elif kind:
            given.setdefault(f"{kind.lower()}Address", {})[_PARTS[label.removeprefix(kind)]] = value
        elif label == "EmailAddress1":
            given["emailAddresses"] = [{"address": value, "name": value}]
        elif label == "Birthday":
            given["birthday"] = f"{value}T11:59:00Z"
    return given


def graph_event(values: Values) -> dict[str, Any]:
    """Put an event's values under the names of Graph."""
    given: dict[str, Any] = {}
    for label, value in values.items():
        if label in {"Start", "End"}:
            wall, _, zone = str(value).partition("@")
            whole_day = not zone
            time = {
                "dateTime": f"{wall}T00:00:00" if whole_day else wall,
                "timeZone": windows_name(zone or "Europe/Berlin") or "UTC",
            }
            given |= {label.lower(): time, "isAllDay": whole_day}
        elif label == "Subject":
            given["subject"] = value
        elif label == "Location":
            given["location"] = {"displayName": value}
        elif label == "Body":
            given["body"] = {"contentType": "text", "content": value}
        elif label == "Sensitivity":
            given["sensitivity"] = str(value).lower()
        elif label == "LegacyFreeBusyStatus":
            given["showAs"] = {"OOF": "oof"}.get(str(value), str(value)[0].lower() + str(value)[1:])
        elif label == "ReminderMinutesBeforeStart":
            given |= {"isReminderOn": True, "reminderMinutesBeforeStart": value}
    if "Start" in values and "ReminderMinutesBeforeStart" not in values:
        given["isReminderOn"] = False
    return given
