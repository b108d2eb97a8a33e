"""What the suite for mailboxes needs: people's hands in a mailbox, some records, and ways to read a listing."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

import pytest

from syncline.connectors.port import Draft, Written
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from syncline.connectors.port import Mailbox, Page
    from syncline.records.record import Value, Values

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
PAGE_SIZE = 5
"""The stage's endpoint lists and reads this many at a time, so that small mailboxes have pages."""

ANN: dict[str, Value] = {
    "GivenName": "Ann",
    "Surname": "Lee",
    "CompanyName": "Customer AG",
    "EmailAddress1": "ann.lee@customer.example",
    "JobTitle": "Buyer",
    "Department": "Purchasing",
    "BusinessPhone": "+49 30 1",
    "MobilePhone": "+49 170 2",
    "HomePhone": "+49 30 3",
    "OtherTelephone": "+49 30 4",
    "BusinessFax": "+49 30 5",
    "AssistantName": "Bo",
    "AssistantPhone": "+49 30 6",
    "Birthday": "1980-02-29",
    "Body": "First line\nSecond line",
    "BusinessStreet": "Main St 1\n2nd floor",
    "BusinessCity": "Berlin",
    "BusinessState": "BE",
    "BusinessPostalCode": "10115",
    "BusinessCountry": "Germany",
    "OtherStreet": "Side St 2",
    "OtherCity": "Bonn",
    "OtherState": "NW",
    "OtherPostalCode": "53111",
    "OtherCountry": "Germany",
}
LUNCH: dict[str, Value] = {
    "Subject": "Lunch",
    "Start": "2026-07-05T12:00:00@Europe/Berlin",
    "End": "2026-07-05T13:00:00@Europe/Berlin",
    "Location": "Canteen",
    "Body": "Bring the figures",
    "LegacyFreeBusyStatus": "Busy",
    "ReminderMinutesBeforeStart": 15,
}
FAIR: dict[str, Value] = {"Subject": "Fair", "Start": "2026-03-28", "End": "2026-03-31", "LegacyFreeBusyStatus": "Free"}
BARE: dict[Collection, dict[str, Value]] = {
    CONTACTS: {"Surname": "Bare"},
    EVENTS: {"Subject": "Bare", "Start": LUNCH["Start"], "End": LUNCH["End"], "LegacyFreeBusyStatus": "Busy"},
}
both = pytest.mark.parametrize("collection", [CONTACTS, EVENTS])


class Stage(Protocol):
    """A mailbox that is empty at first, and hands to do behind the endpoint's back what people do."""

    @property
    @abstractmethod
    def keeps_uids(self) -> bool:
        """Whether an event can be given its iCalendar UID; elsewhere the provider gives it one."""

    @abstractmethod
    def open(self, cursors: Mapping[Collection, str | None] = ..., /) -> Mailbox:
        """The rep's endpoint for one cycle, some minutes after whatever happened before."""

    @abstractmethod
    def put(self, collection: Collection, values: Values, *, more_addresses: Sequence[str] = ()) -> str:
        """A person makes a record in the collection and answers its id."""

    @abstractmethod
    def change(self, record_id: str, values: Values) -> None:
        """A person changes texts of a record."""

    @abstractmethod
    def trash(self, record_id: str) -> None:
        """A person deletes a record, so that it could be recovered."""

    @abstractmethod
    def move_out(self, record_id: str) -> None:
        """A person moves a record out of the collection, to another folder for such records."""

    @abstractmethod
    def addresses(self, record_id: str) -> list[str]:
        """All e-mail addresses that a contact has."""

    @abstractmethod
    def void_cursors(self) -> None:
        """The server forgets every cursor that it handed out."""

    @abstractmethod
    def now(self) -> datetime:
        """The instant by our clock, which is an hour ahead of the server's."""

    @abstractmethod
    def losing_the_answer(self) -> AbstractContextManager[None]:
        """The next request is carried out, but its answer is lost."""

    @abstractmethod
    def losing_the_request(self) -> AbstractContextManager[None]:
        """The next request is never carried out."""

    @abstractmethod
    def mails(self) -> int:
        """How many mails the server would have sent."""


def follow(mailbox: Mailbox, collection: Collection, cursor: str | None) -> tuple[list[Page], str]:
    """Answer the pages up to the end, and the last cursor."""
    pages: list[Page] = []
    while not pages or pages[-1].more:
        page = mailbox.changes(collection, cursor)
        pages.append(page)
        cursor = page.cursor
        assert len(pages) < 100
    return pages, pages[-1].cursor


def mentioned(pages: list[Page]) -> dict[str, str]:
    """Answer what was listed, with or without its values: versions by id."""
    found = {mention.id: mention.version for page in pages for mention in page.mentions}
    return found | {record.id: record.version for page in pages for record in page.records}


def listed(stage: Stage, collection: Collection) -> tuple[dict[str, str], str]:
    """List a collection in a cycle of its own."""
    pages, cursor = follow(stage.open(), collection, None)
    return mentioned(pages), cursor


def only(record: object) -> Record:
    """Answer the record that this must be."""
    assert isinstance(record, Record)
    return record


def make(mailbox: Mailbox, collection: Collection, values: Values, key: str = "key") -> Written:
    """Make one record."""
    (outcome,) = mailbox.create(collection, [Draft(key, values)])
    assert isinstance(outcome, Written)
    return outcome
