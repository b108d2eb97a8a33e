"""The way to an event in the rep's own calendar, as a page: whom it lets through, and where it leads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from syncline.connectors.port import Missing
from syncline.store.rows import ConnectionRow
from tests.contract.web.conftest import browser_on, person, text_of
from tests.contract.web.filled import ANN, BOB, fill
from tests.support.cli_machine import Offline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import ItemError
    from syncline.jobs.connections import MailConnection
    from syncline.records.words import Collection
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around
    from tests.contract.web.conftest import Browser

PAGE = "https://www.google.com/calendar/event?eid=abc"


@dataclass
class OneEvent(Offline):
    """A mail system whose mailboxes hold one event, and the mailbox too."""

    address: str
    asked: list[str] = field(default_factory=list)
    closed: bool = False

    def mail(self, row: ConnectionRow) -> MailConnection:
        assert row.name == "mail"
        return cast("MailConnection", self)

    def open(self, *_: Any) -> OneEvent:
        return self

    def whole(self, _: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        self.asked += ids
        return [json.dumps({"htmlLink": self.address}) if one == "e1" else Missing(one) for one in ids]

    def close(self) -> None:
        self.closed = True


def told(around: Around, store: DatabaseStore, address: str = PAGE) -> tuple[Browser, OneEvent]:
    """Answer Bob's browser, and the mail system that is asked."""
    fill(store)
    store.save_setup(connections=[ConnectionRow("mail", "google", {})])
    system = OneEvent(address)
    return browser_on(replace(around, looking=lambda: system)).sign_in(person(rep=BOB)), system


def test_it_leads_to_the_event(around: Around, store: DatabaseStore) -> None:
    bob, system = told(around, store)
    answer = bob.get(f"/event/{BOB}?id=e1")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert (system.asked, system.closed) == (["e1"], True)


def test_nobody_is_asked_about_anothers(around: Around, store: DatabaseStore) -> None:
    bob, system = told(around, store)
    assert bob.get(f"/event/{ANN}?id=e1").status_code == 404
    assert system.asked == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://calendar.example/1", "//elsewhere", "https://[", ""]
)
def test_no_other_address_is_followed(around: Around, store: DatabaseStore, address: str) -> None:
    bob, _ = told(around, store, address)
    assert bob.get(f"/event/{BOB}?id=e1").headers["Location"] == f"/reps/{BOB}"
    assert "The mail system tells no address of this event" in text_of(bob.get(f"/reps/{BOB}"))


def test_what_is_gone_and_who_is_away_is_said(around: Around, store: DatabaseStore) -> None:
    bob, _ = told(around, store)
    assert bob.get(f"/event/{BOB}?id=gone").headers["Location"] == f"/reps/{BOB}"
    assert "it may have been deleted" in text_of(bob.get(f"/reps/{BOB}"))
    away = browser_on(around).sign_in(person(rep=BOB, username="bob@acme.example"))
    assert away.get(f"/event/{BOB}?id=e1").headers["Location"] == f"/reps/{BOB}"
    assert "The mailbox could not be asked: google is not there" in text_of(away.get(f"/reps/{BOB}"))
