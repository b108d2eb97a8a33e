"""The house as the simulator knows it: a store that may die, lines on which anything may happen, and the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.inprocess import InProcessAdapter
from tests.simulation.events import Start
from tests.simulation.ledger import Ledger, tokens
from tests.simulation.line import Line, Wire
from tests.support.house import CONTACTS, EVENTS, EXCHANGE, House
from tests.support.house_crash import MortalStore

if TYPE_CHECKING:
    from syncline.cli.connector import LiveOrg
    from syncline.cli.mail.live import LiveMail
    from syncline.store.rows import ConnectionRow, RepRow

ADDRESSES = ("rep@acme.example", "other@acme.example")
_OPEN = 100_000
"""So many deletions that the guard lets everything through."""


@dataclass
class World(House):
    """One run's servers, store and ledger."""

    start: Start = field(default_factory=Start)
    store: MortalStore = field(default_factory=MortalStore)
    ledger: Ledger = field(default_factory=Ledger)
    wire: Wire = field(default_factory=Wire)
    crashes: int = 0
    _org: LiveOrg | None = None
    _mail: LiveMail | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.org_faults = Line("org", self.org, self.wire)
        self.mail_faults = Line("mail", self.exchange, self.wire)
        self._set_guard()
        if self.start.automation:
            self.org.before_save(_automation)
        self.one_way = self.start.contacts != "both"

    def mail_connection(
        self,
        password: str = "service",  # noqa: S107
        *,
        only_looking: bool = False,
    ) -> ExchangeConnection:
        settings = ExchangeSettings(EXCHANGE, "svc@acme.example", password, page_size=self.start.page)
        return ExchangeConnection(
            settings,
            clock=self.clock,
            adapter=lambda: InProcessAdapter(self.mail_faults),
            only_looking=only_looking,
        )

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        """Answer the connection that a worker keeps from cycle to cycle."""
        self._org = self._org or super().connect_org(row)
        return self._org

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        """See `connect_org`."""
        self._mail = self._mail or super().connect_mail(row)
        return self._mail

    def restart(self) -> None:
        """The process died and is started again: what it held in memory is gone."""
        self.crashes += 1
        self._org = self._mail = None

    def rep(self, pick: int) -> str:
        """One of the reps."""
        return self.reps[pick % len(self.reps)]

    def row(self, rep: str) -> RepRow:
        """A rep's row in the store."""
        return next(row for row in self.store.reps() if row.id == f"acme/{rep}")

    def lose_store(self) -> None:
        """The database is gone; an admin applies the set-up file again. What only the journal held is gone with it."""
        for row in self.store.journal(limit=100_000):
            self.ledger.given_up |= tokens(repr((dict(row.before), row.whole)))
        self.ledger.refused.clear()
        self.ledger.let_go.clear()
        self.store = MortalStore()
        self.apply()
        self._set_guard()

    def _set_guard(self) -> None:
        """However many there are in a collection, so many deletions go through in a day."""
        most = self.start.guard or _OPEN
        self.store.save_setup(settings={"guards": json.dumps({"deletes": {"at_least": most, "count": most}})})


def build(start: Start) -> World:
    """Answer the world in which a run begins: two servers that nobody has used yet."""
    contacts: dict[str, Any] = {
        **CONTACTS, "direction": start.contacts, "conflicts": start.conflicts, "deletes": start.deletes
    }  # fmt: skip
    events = {**EVENTS, "direction": start.events, "private": start.private}
    return World(
        contacts=contacts,
        events=events,
        reps=ADDRESSES[: start.reps],
        clock=SteppedClock(datetime.fromisoformat(start.begins)),
        skews=(timedelta(seconds=start.org_ahead), timedelta(seconds=start.mail_ahead)),
        start=start,
    )


def _automation(sobject: str, row: dict[str, Any]) -> dict[str, Any]:
    """What the org's flows make of a record that is saved: a telephone without blanks, a city in capitals."""
    if sobject != "Contact":
        return row
    if row.get("MailingCity"):
        row = {**row, "MailingCity": row["MailingCity"].upper().replace("V0", "v0")}
    if row.get("HomePhone"):
        row = {**row, "HomePhone": row["HomePhone"].replace(" ", "")}
    return row
