"""Rows for the tests of the stores: each complete, each a little different."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from faker import Faker

from syncline.records.candidate import Candidate
from syncline.records.link import Link
from syncline.records.record import Record
from syncline.records.words import Collection, Side
from syncline.store.rows import (
    Action,
    ConfigurationRow,
    ConnectionRow,
    CursorRow,
    CycleRow,
    ErrorRow,
    HeldRow,
    Hold,
    InboxRow,
    IntentRow,
    JournalRow,
    RepRow,
    Sighting,
    UnresolvedRow,
)

if TYPE_CHECKING:
    from syncline.records.record import Value

NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
REP = "acme/marianne@acme.example"
OTHER = "acme/otto@acme.example"
CONTACTS = Collection.CONTACTS
EVENTS = Collection.EVENTS
MAILBOX = Side.MAILBOX
SALESFORCE = Side.SALESFORCE
_FAKER = Faker(["de_DE", "ja_JP", "fr_FR"])


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def person(seed: int) -> dict[str, Value]:
    _FAKER.seed_instance(seed)
    return {"GivenName": _FAKER.first_name(), "Surname": _FAKER.last_name(), "EmailAddress1": _FAKER.email()}


def record(number: int, **facts: Any) -> Record:
    return Record(f"m{number}", "v1", person(number), modified=NOW, created=later(-60), **facts)


def link(number: int, **facts: Any) -> Link:
    given: dict[str, Any] = {
        "id": f"link{number}",
        "rep": REP,
        "collection": CONTACTS,
        "salesforce_id": f"s{number}",
        "mailbox_id": f"m{number}",
        "base": person(number),
    }
    return Link(**given | facts)


def sighting(number: int, **facts: Any) -> Sighting:
    given: dict[str, Any] = {"rep": REP, "collection": CONTACTS, "side": MAILBOX, "record_id": f"m{number}", "due": NOW}
    return Sighting(**given | facts)


def inbox(number: int, **facts: Any) -> InboxRow:
    given: dict[str, Any] = {
        "rep": REP,
        "name": "Contact",
        "record_id": f"s{number}",
        "stamp": f"2026-03-01T09:00:{number:02}.000Z",
    }
    return InboxRow(**given | facts)


def cursor(**facts: Any) -> CursorRow:
    return CursorRow(**{"rep": REP, "collection": CONTACTS, "side": MAILBOX, "cursor": "c1"} | facts)


def intent(number: int, **facts: Any) -> IntentRow:
    given: dict[str, Any] = {
        "key": f"key{number}",
        "rep": REP,
        "collection": CONTACTS,
        "side": SALESFORCE,
        "source_id": f"m{number}",
    }
    source = Record(f"m{number}", "", {}, uid="u", trace="t")
    return IntentRow(**given | {"values": person(number), "since": later(number), "source": source} | facts)


def journal(number: int, **facts: Any) -> JournalRow:
    given: dict[str, Any] = {"id": f"j{number}", "at": NOW, "rep": REP, "collection": CONTACTS, "side": MAILBOX}
    return JournalRow(**given | {"record_id": f"m{number}", "action": Action.UPDATE, "reason": "changed"} | facts)


def error(number: int, **facts: Any) -> ErrorRow:
    given: dict[str, Any] = {
        "rep": REP,
        "collection": CONTACTS,
        "side": MAILBOX,
        "record_id": f"m{number}",
        "code": "refused",
    }
    return ErrorRow(**given | {"message": "It was refused.", "remedy": "Shorten it.", "at": later(number)} | facts)


def unresolved(number: int, **facts: Any) -> UnresolvedRow:
    given: dict[str, Any] = {
        "rep": REP,
        "collection": CONTACTS,
        "side": MAILBOX,
        "record_id": f"m{number}",
        "kind": "several",
    }
    chosen = (Candidate("s1", "Ann Lee", "same_email"), Candidate("s2"))
    return UnresolvedRow(**given | {"at": later(number), "candidates": chosen, "name": "Ann"} | facts)


def held(number: int, **facts: Any) -> HeldRow:
    given: dict[str, Any] = {
        "id": f"h{number}",
        "rep": REP,
        "collection": CONTACTS,
        "side": MAILBOX,
        "record_id": f"m{number}",
    }
    rest = {"link_id": f"link{number}", "action": "delete", "state": Hold.HELD, "at": later(number)}
    return HeldRow(**given | rest | facts)


def cycle(**facts: Any) -> CycleRow:
    given: dict[str, Any] = {
        "rep": REP,
        "started": NOW,
        "finished": later(5),
        "counts": {"contacts": {"to_salesforce": {"created": 2}}},
        "through": ("contacts.to_mailbox", "contacts.to_salesforce"),
        "first": ("contacts.to_mailbox",),
    }
    return CycleRow(**given | facts)


def rep(**facts: Any) -> RepRow:
    given: dict[str, Any] = {
        "id": REP,
        "org": "acme",
        "mail": "exchange",
        "username": "marianne@acme.example",
        "configuration": "Sales",
    }
    return RepRow(**given | facts)


def connection(**facts: Any) -> ConnectionRow:
    given: dict[str, Any] = {
        "name": "acme",
        "kind": "salesforce",
        "settings": {"login_url": "https://login.example", "ports": [1, 2]},
    }
    return ConnectionRow(**given | {"secrets": {"private_key": "hush, nobody may read this"}} | facts)


def configuration(**facts: Any) -> ConfigurationRow:
    given: dict[str, Any] = {
        "name": "Sales",
        "org": "acme",
        "mail": "exchange",
        "active": True,
        "settings": {"contacts": {"which": "all"}},
    }
    return ConfigurationRow(**given | facts)
