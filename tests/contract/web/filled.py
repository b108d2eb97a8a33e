"""A house in which something of everything has happened: two reps in step or failing, one held, one not yet started."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.engine.asking import COMPANY
from syncline.records.candidate import Candidate
from syncline.records.link import Link
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import (
    Action,
    ConfigurationRow,
    ConnectionRow,
    CursorRow,
    CycleRow,
    ErrorRow,
    HeldRow,
    Hold,
    JournalRow,
    RepRow,
    Sighting,
    UnresolvedRow,
)
from tests.contract.web.conftest import NOW
from tests.support.cli_files import private_key

if TYPE_CHECKING:
    from syncline.store.port import Store

ANN, BOB, CAT = "acme/ann@acme.example", "acme/bob@acme.example", "acme/cat@acme.example"
SECRET = "correct horse"
ORG = {"login_url": "https://login.salesforce.com", "client_id": "3MVG", "username": "sync@acme.example"}
MAIL = {"service_account": "svc@acme.example", "ews_url": "https://mail.acme.example/EWS/Exchange.asmx"}
SETTINGS = {"contacts": {"direction": "both"}, "events": {"direction": "to_salesforce"}}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put in."""

    error: ErrorRow
    question: UnresolvedRow
    held: HeldRow
    journal: JournalRow


def fill(store: Store) -> Filled:
    """Put it in."""
    store.save_setup(
        connections=[
            ConnectionRow("acme", "salesforce", ORG, {"private_key": private_key()}),
            ConnectionRow("mail", "exchange", MAIL, {"password": SECRET}),
        ],
        configurations=[ConfigurationRow("Sales", "acme", "mail", active=True, settings=SETTINGS, activated_at=NOW)],
        reps=[rep(ANN), rep(BOB), rep(CAT, linked=False)],
    )
    made = Filled(
        ErrorRow(BOB, Collection.CONTACTS, Side.MAILBOX, "m1", "STRING_TOO_LONG", "Too long.", "Shorten it.", NOW),
        UnresolvedRow(
            ANN, Collection.CONTACTS, Side.SALESFORCE, "003000000000001AAA", COMPANY, NOW,
            (Candidate("001000000000001AAA", "Acme Ltd", ""),), "Jo Doe, Acme",
        ),
        HeldRow(
            "h1", BOB, Collection.CONTACTS, Side.SALESFORCE, "003000000000002AAA", "l1", "delete:gone", Hold.HELD, NOW
        ),
        JournalRow(
            "j1", NOW, ANN, Collection.CONTACTS, Side.SALESFORCE, "003000000000001AAA", Action.UPDATE, "conflict",
            {"JobTitle": "Buyer"}, {"JobTitle": "Head of buying"},
        ),
    )  # fmt: skip
    store.commit(
        Changes(
            links=[link("l1", BOB), link("l2", ANN)],
            cursors=[CursorRow(one, each, side, "c", complete=True)
                     for one in (ANN, BOB) for each in Collection for side in Side],
            sightings=[Sighting(BOB, Collection.CONTACTS, Side.MAILBOX, "m1")],
            errors=[made.error],
            unresolved=[made.question],
            held=[made.held],
            journal=[made.journal],
            cycles=[cycle(ANN, 3), cycle(BOB, 0)],
        )
    )  # fmt: skip
    return made


def rep(rep_id: str, *, linked: bool = True) -> RepRow:
    """Answer a rep of the configuration."""
    org, _, username = rep_id.partition("/")
    row = RepRow(rep_id, org, "mail", username, "Sales")
    return replace(row, mailbox=username, user_id="005000000000001AAA") if linked else row


def cycle(rep_id: str, created: int) -> CycleRow:
    """Answer a cycle that ended a minute ago."""
    counts = {"created": created, "updated": 0, "deleted": 0, "skipped": 0, "failed": 0}
    none = dict.fromkeys(counts, 0)
    told = {
        one.value: {"to_salesforce": counts if one is Collection.CONTACTS else none, "to_mailbox": none}
        for one in Collection
    }
    through = ("contacts.to_mailbox", "contacts.to_salesforce", "events.to_salesforce")
    return CycleRow(rep_id, NOW - timedelta(minutes=2), NOW - timedelta(minutes=1), told, through)


def link(link_id: str, rep_id: str) -> Link:
    """Answer a live pair of contacts."""
    values = {"GivenName": "Jo", "Surname": "Doe", "CompanyName": "Acme", "EmailAddress1": "jo@doe.example"}
    return Link(link_id, rep_id, Collection.CONTACTS, f"003{link_id}", link_id, values)
