"""The whole house in one process with Google Workspace in the place of the mail server."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import requests

from syncline.cli.mail.live import LiveMail
from syncline.connectors.google.connection import GoogleConnection
from syncline.connectors.google.memory import Memory
from syncline.connectors.google.settings import GoogleSettings
from syncline.sandbox.faults import Faults
from syncline.sandbox.google import GoogleServer
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.google_stage import GROUP, ORIGIN, google_event, google_person, key
from tests.support.house import REP, House

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.records.record import Values
    from syncline.sandbox.google import OpenAccount
    from syncline.store.rows import ConnectionRow


@dataclass
class GoogleHouse(House):
    """One org, one Workspace domain, one configuration."""

    kind: str = "google"
    """The mail system that the set-up names; `exchange` while a rep's mailbox has not moved yet."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.google = GoogleServer(self.skewed(self.skews[1]), key=key())
        for rep in self.reps:
            self.google.add_account(rep)
        self.google_faults = Faults(self.google)
        self.memory = Memory(self.clock)
        self.connections: list[GoogleConnection] = []

    def apply(self) -> None:
        super().apply()
        rows = [replace(row, kind=self.kind) if row.kind != "salesforce" else row for row in self.store.connections()]
        self.store.save_setup(connections=rows, configurations=self.store.configurations(), reps=self.store.reps())

    def connect_google(self, *, only_looking: bool = False) -> GoogleConnection:
        settings = GoogleSettings(self.google.key_file(ORIGIN), ORIGIN, ORIGIN)
        return GoogleConnection(
            settings,
            clock=self.clock,
            session_factory=self._google_session,
            memory=self.memory,
            only_looking=only_looking,
        )

    def _google_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", InProcessAdapter(self.google_faults))
        return session

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        if self.kind == "exchange":
            return super().connect_mail(row)
        self.connections.append(self.connect_google())
        return LiveMail(self.connections[-1], self.domains, self.installation)

    def costs(self) -> dict[str, int]:
        """Run one cycle and answer its calls to Google, by operation; a batch of calls is one."""
        self.connections.clear()
        report = self.sync()
        assert report["errors"] == 0, self.errors()
        calls: Counter[str] = Counter()
        for connection in self.connections:
            calls.update(connection.calls)
        assert sum(calls.values()) == report["calls"].get("google", 0)
        return dict(sorted(calls.items()))

    def mails_sent(self) -> int:
        return super().mails_sent() + len(self.google.outbox)

    # --- what people do ---------------------------------------------------------------------------------------------

    def account(self, rep: str = REP) -> OpenAccount:
        return self.google.accounts[rep]

    def group(self, rep: str = REP) -> str:
        """The label Salesforce Sync, made by the rep if it is not there."""
        groups = self.account(rep).book.groups.all_living()
        found = next((one.name for one in groups if one.values["name"] == GROUP), "")
        return found or self.account(rep).create_group(GROUP)

    def put_contact(self, values: Values, rep: str = REP) -> str:
        """The rep adds a contact under the label."""
        return self.account(rep).create_contact(google_person(values), groups=[self.group(rep)]).name

    def edit_contact(self, name: str, values: Values, rep: str = REP) -> None:
        self.account(rep).edit_contact(name, google_person(values))

    def members(self, rep: str = REP) -> list[dict[str, Any]]:
        """The contacts under the label."""
        book = self.account(rep).book
        return [book.people.entries[name].values for name in book.members(self.group(rep))]

    def put_event(self, summary: str, start: datetime, rep: str = REP, **values: Any) -> str:
        """The rep adds an event of an hour to the calendar; `start` is a wall time in Berlin."""
        end = start + timedelta(hours=1)
        return self.account(rep).create_event(summary, start, end, zone="Europe/Berlin", values=google_event(values)).id
