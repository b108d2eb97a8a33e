"""The whole house in one process with Microsoft 365, beside or after the Exchange server."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import requests

from syncline.cli.mail.live import LiveMail
from syncline.connectors.microsoft365 import Microsoft365Connection
from syncline.sandbox.faults import Faults
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.microsoft365 import Microsoft365Server
from tests.support.house import REP, House
from tests.support.microsoft365_stage import FOLDER, graph_contact, graph_event, graph_settings

if TYPE_CHECKING:
    from syncline.records.record import Values
    from syncline.sandbox.microsoft365 import Item, OpenMailbox
    from syncline.store.rows import ConnectionRow


@dataclass
class CloudHouse(House):
    """One org, one tenant of Microsoft 365; `kind` says which of the two mail systems the configuration names."""

    kind: str = "microsoft365"
    page_size: int = 200
    lives: list[LiveMail] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tenant = Microsoft365Server(self.skewed(self.skews[1]))
        self.tenant.tenant.token_life = 10**9
        self.cloud_faults = Faults(self.tenant)
        for rep in self.reps:
            self.tenant.add_mailbox(rep, zone="W. Europe Standard Time")
        super().__post_init__()

    def apply(self) -> None:
        super().apply()
        rows = [replace(row, kind=self.kind) if row.kind != "salesforce" else row for row in self.store.connections()]
        self.store.save_setup(connections=rows, configurations=self.store.configurations(), reps=self.store.reps())

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        if row.kind != "microsoft365":
            live = super().connect_mail(row)
        else:
            live = LiveMail(self.cloud_connection(), self.domains, self.installation)
        self.lives.append(live)
        return live

    def cloud_connection(self, *, only_looking: bool = False) -> Microsoft365Connection:
        return Microsoft365Connection(
            graph_settings(self.tenant, page_size=self.page_size),
            clock=self.clock,
            session_factory=self._cloud_session,
            only_looking=only_looking,
        )

    def _cloud_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", InProcessAdapter(self.cloud_faults))
        return session

    def mails_sent(self) -> int:
        return super().mails_sent() + len(self.tenant.outbox)

    # --- what people do -------------------------------------------------------------------------------------------

    def cloud(self, rep: str = REP) -> OpenMailbox:
        return self.tenant.mailboxes[rep]

    def put(self, values: Values, rep: str = REP) -> Item:
        """The rep adds a contact to Salesforce_Sync."""
        box = self.cloud(rep)
        return box.create_contact(graph_contact(values), folder=box.contacts.child(FOLDER) or box.make_folder(FOLDER))

    def edit(self, item: Item, rep: str = REP, **fields: Any) -> None:
        """The rep changes fields of a contact."""
        self.cloud(rep).edit(item, graph_contact(fields))

    def enter(self, values: Values, rep: str = REP, **more: Any) -> Item:
        """The rep puts an event into the calendar."""
        return self.cloud(rep).create_event(graph_event(values) | more)

    def synced(self, rep: str = REP) -> list[Item]:
        """The contacts in Salesforce_Sync."""
        folder = self.cloud(rep).contacts.child(FOLDER)
        return list(folder.items.values()) if folder is not None else []

    def costs(self) -> dict[str, int]:
        """Run one cycle and answer its calls on Microsoft 365, by operation."""
        self.lives.clear()
        report = self.sync()
        assert report["errors"] == 0, self.errors()
        counts = {name: count for live in self.lives for name, count in live._connection.calls.items()}
        assert sum(counts.values()) == report["calls"].get("microsoft365", 0)
        return dict(sorted(counts.items()))
