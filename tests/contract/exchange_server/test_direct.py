"""Seeding and editing without SOAP follows the same rules; and the same application answers in process."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import IMPERSONATION, Account, Configuration, Credentials
from exchangelib.protocol import BaseProtocol

from syncline.sandbox.inprocess import InProcessAdapter
from tests.contract.exchange_server.conftest import ANN, SERVICE
from tests.support.ews_items import get, value
from tests.support.ews_raw import Caller, texts

if TYPE_CHECKING:
    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox


def by_id(owner: Caller, identifier: str) -> Any:
    return get(owner, f'<t:ItemId Id="{identifier}"/>')


def test_a_contact(owner: Caller, ann: OpenMailbox) -> None:
    folder = ann.make_folder("Salesforce_Sync")
    values = {
        "GivenName": "Ada",
        "Surname": "Byron",
        "Birthday": date(1815, 12, 10),
        "EmailAddresses": {"EmailAddress1": "ada@byron.example"},
        "PhoneNumbers": {"MobilePhone": "+44"},
        "PhysicalAddresses": {"Business": {"City": "London", "Street": ""}},
        "Body": "One\nTwo",
        "Categories": ["VIP"],
    }
    root = by_id(owner, ann.create_contact(values, folder=folder).id)
    seen = [value(root, name) for name in ("DisplayName", "Birthday", "City", "Street", "Body")]
    assert seen == ["Ada Byron", "1815-12-10T00:00:00Z", "London", None, "One\r\nTwo"]
    assert texts(root, "//t:EmailAddresses/t:Entry/text()") == ["ada@byron.example"]
    assert texts(root, "//t:ParentFolderId/@Id") == [folder.id]


def test_events(owner: Caller, ann: OpenMailbox) -> None:
    wall = datetime(2026, 7, 1, 10)  # noqa: DTZ001 - a wall time
    zone = "W. Europe Standard Time"
    timed = ann.create_event(
        "Board", wall, wall + timedelta(hours=1), zone=zone, attendees=[("Bob", "bob@acme.example")]
    )
    whole = ann.create_event("Fair", date(2026, 7, 1), date(2026, 7, 3), zone=zone)
    others = ann.create_event("Theirs", wall, wall, organizer=("Eve", "eve@other.example"))
    root = by_id(owner, timed.id)
    assert [value(root, name) for name in ("Start", "IsMeeting", "MyResponseType")] == [
        "2026-07-01T08:00:00Z",
        "true",
        "Organizer",
    ]
    root = by_id(owner, whole.id)
    assert [value(root, name) for name in ("Start", "End", "IsAllDayEvent")] == [
        "2026-06-30T22:00:00Z",
        "2026-07-02T22:00:00Z",
        "true",
    ]
    root = by_id(owner, others.id)
    assert [value(root, name) for name in ("IsMeeting", "MyResponseType", "IsCancelled")] == [
        "true",
        "NoResponseReceived",
        "false",
    ]


def test_a_group_lives_among_the_contacts(owner: Caller, ann: OpenMailbox) -> None:
    root = by_id(owner, ann.create_group("Board").id)
    assert texts(root, "//t:DistributionList/t:DisplayName/text()") == ["Board"]
    assert value(root, "ItemClass") == "IPM.DistList"


def test_edits_move_the_change_key_and_the_time(clock: SteppedClock, owner: Caller, ann: OpenMailbox) -> None:
    item = ann.create_contact({"GivenName": "Ada", "JobTitle": "Countess"})
    before = item.change_key
    clock.advance(timedelta(hours=1))
    ann.edit(item, {"GivenName": "Augusta", "JobTitle": None})
    root = by_id(owner, item.id)
    assert item.change_key != before
    seen = [value(root, name) for name in ("DisplayName", "JobTitle", "LastModifiedTime", "DateTimeCreated")]
    assert seen == ["Augusta", None, "2026-03-02T10:00:00Z", "2026-03-02T09:00:00Z"]


@pytest.mark.usefixtures("ann")
def test_in_process(server: ExchangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    class Here(InProcessAdapter):
        """exchangelib makes its adapters itself, with the arguments of a pool."""

        def __init__(self, **_pool: Any) -> None:
            super().__init__(server)

    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", Here)
    configuration = Configuration(
        service_endpoint="http://in-process.example/EWS/Exchange.asmx",
        credentials=Credentials(SERVICE, "service"),
        auth_type="basic",
    )
    account = Account(ANN, config=configuration, autodiscover=False, access_type=IMPERSONATION)
    assert account.contacts.name == "Contacts"


def test_many_threads_on_one_mailbox(server: ExchangeServer, ann: OpenMailbox) -> None:
    def work() -> None:
        for _ in range(20):
            item = f'<t:ItemId Id="{ann.create_contact({"GivenName": "A"}).id}"/>'
            Caller(server, ANN, "ann").call(
                f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>'
            )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    contacts = ann.well_known("contacts")
    assert (ann.items, contacts.deleted_total, len(contacts.log)) == ({}, 80, 160)
    assert server.requests == {"DeleteItem": 80}
