"""The house as the simulator knows it: a store that may die, lines on which anything may happen, and the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.cli.mail.live import LiveMail
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer
from syncline.sandbox.google import GoogleServer
from syncline.sandbox.microsoft365 import Microsoft365Server
from tests.simulation import meetings
from tests.simulation.events import Start
from tests.simulation.ledger import Ledger, tokens
from tests.simulation.line import Line, Wire
from tests.simulation.post.exchange import ExchangeHands
from tests.simulation.post.google import GoogleHands
from tests.simulation.post.microsoft365 import Microsoft365Hands
from tests.support.google_stage import key
from tests.support.house import CONTACTS, EVENTS, House
from tests.support.house_crash import MortalStore

if TYPE_CHECKING:
    from syncline.cli.connector import LiveOrg
    from syncline.store.rows import ConnectionRow, RepRow
    from tests.simulation.post.hands import Hands

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
    post: Hands = field(init=False)
    mail_line: Line = field(init=False)
    _org: LiveOrg | None = None
    _mail: LiveMail | None = None

    def __post_init__(self) -> None:
        self.post = self._post_office()
        super().__post_init__()
        self.org_faults = Line("org", self.org, self.wire)
        for rep in self.reps:
            self.post.add(rep)
        self.mail_line = Line("mail", self.post.application, self.wire)
        self._set_guard()
        if self.start.automation:
            self.org.before_save(_automation)
        if self.start.attendees:
            meetings.settle_in(self)
        self.one_way = self.start.contacts != "both"

    def _post_office(self) -> Hands:
        clock = self.skewed(self.skews[1])
        match self.start.mail:
            case "microsoft365":
                return Microsoft365Hands(Microsoft365Server(clock), self.clock, self.start.page)
            case "google":
                return GoogleHands(GoogleServer(clock, key=key()), self.clock, self.start.page)
            case _:
                return ExchangeHands(ExchangeServer(clock), self.clock, self.start.page)

    def apply(self) -> None:
        super().apply()
        rows = [replace(row, kind=self.post.kind) if row.name == "mail" else row for row in self.store.connections()]
        self.store.save_setup(connections=rows, configurations=self.store.configurations(), reps=self.store.reps())

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        """Answer the connection that a worker keeps from cycle to cycle."""
        self._org = self._org or super().connect_org(row)
        return self._org

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        """See `connect_org`."""
        self._mail = self._mail or LiveMail(self.post.connection(self.mail_line), self.domains, self.installation)
        return self._mail

    def mails_sent(self) -> int:
        return super().mails_sent() + self.post.mails()

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
    events: dict[str, Any] = {
        **EVENTS, "direction": start.events, "private": start.private, "conflicts": start.conflicts,
        "remove_deleted": start.remove_deleted, "busy_only": start.busy_only, "attendees": start.attendees,
        "relate": start.relate, "series": start.series,
    }  # fmt: skip
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
