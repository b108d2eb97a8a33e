"""Streaming notifications, with exchangelib's own streaming client over a real socket, and Microsoft's schemas."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import IMPERSONATION, Account, Configuration, Credentials, close_connections
from exchangelib.errors import ErrorSubscriptionNotFound

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer
from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, SERVICE
from tests.support.ews_raw import Caller, codes, envelope, impersonate, texts
from tests.support.ews_schema import SCHEMAS, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.exchange import OpenMailbox

SHORT = 0.15
"""Seconds of a minute here."""


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[ExchangeServer, str]]:
    server = ExchangeServer(SteppedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)), service_account=SERVICE)
    server.add_mailbox(ANN, "ann")
    server.subscriptions.pace.minute = SHORT
    server.subscriptions.pace.heartbeat = 0.04
    with SocketServer(server, threads=4) as socket:
        yield server, f"{socket.url}/EWS/Exchange.asmx"
        server.subscriptions.hang_up()
        close_connections()


@pytest.fixture
def box(running: tuple[ExchangeServer, str]) -> OpenMailbox:
    return running[0].mailboxes[ANN]


@pytest.fixture
def person(running: tuple[ExchangeServer, str]) -> Any:
    configuration = Configuration(
        service_endpoint=running[1], credentials=Credentials(SERVICE, "service"), auth_type="basic", max_connections=3
    )
    return Account(ANN, config=configuration, autodiscover=False, access_type=IMPERSONATION)


def told(folder: Any, subscription: str) -> list[tuple[str, str]]:
    """Kind and item of every event until the connection closes."""
    return [
        (type(event).__name__, event.item_id.id)
        for notification in folder.get_streaming_events(subscription, connection_timeout=1)
        for event in notification.events
        if getattr(event, "item_id", None) is not None
    ]


def test_what_happens_in_a_folder_is_told(person: Any, box: OpenMailbox) -> None:
    folder = person.contacts
    with folder.streaming_subscription() as subscription:
        item = box.create_contact({"Surname": "Byron"})
        box.edit(item, {"JobTitle": "Countess"})
        elsewhere = box.create_event("Elsewhere", datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))  # noqa: DTZ001
        trashed = box.trash(item)
        found = told(folder, subscription)
    assert found == [("CreatedEvent", item.id), ("ModifiedEvent", item.id), ("MovedEvent", trashed.id)]
    assert elsewhere.id not in dict(found).values()


def test_only_the_kinds_asked_for(person: Any, box: OpenMailbox) -> None:
    folder = person.contacts
    with folder.streaming_subscription(event_types=["DeletedEvent"]) as subscription:
        item = box.create_contact({"Surname": "Gone"})
        box.remove_item(item)
        assert told(folder, subscription) == [("DeletedEvent", item.id)]


def test_all_folders(person: Any, box: OpenMailbox) -> None:
    subscription = person.subscribe_to_streaming(event_types=["CreatedEvent"])
    item = box.create_event("Anywhere", datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))  # noqa: DTZ001
    assert told(person.inbox, subscription) == [("CreatedEvent", item.id)]


def test_a_subscription_that_ended_is_not_found(person: Any) -> None:
    folder = person.contacts
    subscription = folder.subscribe_to_streaming()
    folder.unsubscribe(subscription)
    with pytest.raises(ErrorSubscriptionNotFound):
        told(folder, subscription)


def test_silence_is_a_heartbeat_and_an_end(running: tuple[ExchangeServer, str]) -> None:
    server, _ = running
    caller = Caller(server, SERVICE, "service")
    header = impersonate(ANN)
    folders = '<t:FolderIds><t:DistinguishedFolderId Id="calendar"/></t:FolderIds>'
    kinds = "<t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>"
    wanted = f"<m:StreamingSubscriptionRequest>{folders}{kinds}</m:StreamingSubscriptionRequest>"
    made = caller.call(f"<m:Subscribe>{wanted}</m:Subscribe>", header=header)
    (identifier,) = texts(made, "//m:SubscriptionId/text()")
    request = (
        f"<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{identifier}</t:SubscriptionId>"
        "</m:SubscriptionIds><m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    )
    server.mailboxes[ANN].create_event("Told", datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))  # noqa: DTZ001
    answer = caller.post(envelope(request, header=header)).data
    documents = [f"<?xml{part}".encode() for part in answer.decode().split("<?xml") if part]
    assert [b">OK<" in one for one in documents[:1]] == [True]
    assert b"CreatedEvent" in documents[1]
    assert b">Closed<" in documents[-1]
    assert len(documents) >= 3
    if SCHEMAS.exists():
        for document in documents:
            assert problems(as_the_schema_has_it(document)) == []


def as_the_schema_has_it(document: bytes) -> bytes:
    """Servers put Notification into the namespace of messages; the schema has it among the types."""
    return document.replace(b"<m:Notification>", b"<t:Notification>").replace(
        b"</m:Notification>", b"</t:Notification>"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "<m:PushSubscriptionRequest/>",
        (
            "<m:StreamingSubscriptionRequest><t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>"
            "</m:StreamingSubscriptionRequest>"
        ),
    ],
)
def test_what_cannot_be_subscribed_to(running: tuple[ExchangeServer, str], wanted: str) -> None:
    caller = Caller(running[0], SERVICE, "service")
    answer = caller.call(f"<m:Subscribe>{wanted}</m:Subscribe>", header=impersonate(ANN))
    assert codes(answer) == ["ErrorInvalidSubscriptionRequest"]


def test_hanging_connections_are_counted(running: tuple[ExchangeServer, str], person: Any) -> None:
    server, _ = running
    server.subscriptions.pace.connections = 0
    subscription = person.contacts.subscribe_to_streaming()
    request = (
        f"<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{subscription}</t:SubscriptionId>"
        "</m:SubscriptionIds><m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    )
    answer = Caller(server, SERVICE, "service").call(request, header=impersonate(ANN))
    server.subscriptions.pace.connections = 10
    assert codes(answer) == ["ErrorExceededConnectionCount"]
