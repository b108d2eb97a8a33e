"""An Exchange server in this process, the connector in front of it, and a person's hands behind."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.records.words import Collection
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer
from syncline.sandbox.faults import Fault, FaultKind, Faults
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.ews_schema import SCHEMAS, Referee

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syncline.connectors.exchange.mailbox import ExchangeMailbox
    from syncline.records.record import Values
    from syncline.sandbox.exchange import Folder, Item

REP = "rep@acme.example"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "http://mail.acme.example/EWS/Exchange.asmx"
PASSWORD = "correct horse"
FOLDER = "Salesforce_Sync"

_PHONES = ("BusinessPhone", "MobilePhone", "HomePhone", "OtherTelephone", "BusinessFax", "AssistantPhone")
_PARTS = {
    "Street": "Street",
    "City": "City",
    "State": "State",
    "PostalCode": "PostalCode",
    "Country": "CountryOrRegion",
}
_WINDOWS = {"Europe/Berlin": "W. Europe Standard Time", "UTC": "UTC"}


class ExchangeStage:
    """One server with one rep; every message that passes is held against Microsoft's schemas."""

    keeps_uids = True

    def __init__(self, **settings: Any) -> None:
        self.clock = SteppedClock(START)
        self.server = ExchangeServer(self.clock, password=PASSWORD)
        self.box = self.server.add_mailbox(REP, "secret")
        self.referee = Referee(self.server) if SCHEMAS.exists() else None
        self.faults = Faults(self.referee or self.server)
        self.connection = self.connect(**settings)

    def connect(self, **settings: Any) -> ExchangeConnection:
        """Make another connection to the same server."""
        given = {"ews_url": URL, "service_account": "svc@acme.example", "password": PASSWORD} | settings
        return ExchangeConnection(
            ExchangeSettings(**given), clock=self.now, adapter=lambda: InProcessAdapter(self.faults)
        )

    def now(self) -> datetime:
        return self.clock() + timedelta(hours=1)

    def open(self, cursors: Mapping[Collection, str | None] = {}, /, **more: Any) -> ExchangeMailbox:
        self.clock.advance(timedelta(minutes=5))
        given = {"installation": "here", "org_id": "00D1"} | more
        return self.connection.open(REP, cursors, **given)

    def calls(self) -> int:
        return sum(self.connection.calls.values())

    # --- hands ---------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Folder:
        """Salesforce_Sync, made by the connector if need be."""
        found = self.box.well_known("contacts").child(FOLDER)
        if found is None:
            self.open().changes(Collection.CONTACTS, None)
            found = self.box.well_known("contacts").child(FOLDER)
        assert found is not None
        return found

    def item(self, record_id: str) -> Item:
        return self.box.items[record_id]

    def put(self, collection: Collection, values: Values, *, more_addresses: Sequence[str] = ()) -> str:
        if collection is Collection.EVENTS:
            return self._event(values)
        given = ews_contact(values)
        for place, address in enumerate(more_addresses, start=2):
            given["EmailAddresses"][f"EmailAddress{place}"] = address
        return self.box.create_contact(given, folder=self.folder).id

    def _event(self, values: Values) -> str:
        start, _, zone = str(values["Start"]).partition("@")
        end = str(values["End"]).partition("@")[0]
        read = datetime.fromisoformat if zone else date.fromisoformat
        given: dict[str, Any] = {label: value for label, value in values.items() if label not in {"Start", "End"}}
        given["ReminderIsSet"] = "ReminderMinutesBeforeStart" in given
        subject = given.pop("Subject", "")
        return self.box.create_event(
            subject, read(start), read(end), zone=_WINDOWS[zone or "Europe/Berlin"], values=given
        ).id

    def change(self, record_id: str, values: Values) -> None:
        self.box.edit(self.item(record_id), values)

    def trash(self, record_id: str) -> None:
        self.box.trash(self.item(record_id))

    def move_out(self, record_id: str) -> None:
        item = self.item(record_id)
        home = item.folder.parent
        if item.kind == "CalendarItem":
            home = self.box.make_folder("Other", parent=item.folder, folder_class="IPF.Appointment")
        assert home is not None
        self.box.move_item(item, home)

    def addresses(self, record_id: str) -> list[str]:
        entries: dict[str, Any] = self.item(record_id).values["EmailAddresses"]
        return [entries[key].email for key in sorted(entries)]

    def void_cursors(self) -> None:
        self.box.expire_sync_states()

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

    def losing_the_request(self) -> Any:
        return self.fault(FaultKind.LOST_BEFORE)


def ews_contact(values: Values) -> dict[str, Any]:
    """Put a contact's values under the names of EWS."""
    given: dict[str, Any] = {"EmailAddresses": {}, "PhoneNumbers": {}, "PhysicalAddresses": {}}
    for label, value in values.items():
        key = next((key for key in ("Business", "Other") if label.removeprefix(key) in _PARTS), "")
        if label == "EmailAddress1":
            given["EmailAddresses"][label] = value
        elif label in _PHONES:
            given["PhoneNumbers"][label] = value
        elif key:
            given["PhysicalAddresses"].setdefault(key, {})[_PARTS[label.removeprefix(key)]] = value
        else:
            given[label] = date.fromisoformat(str(value)) if label == "Birthday" else value
    return given
