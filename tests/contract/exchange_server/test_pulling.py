"""Pull notifications, with exchangelib's own client over a real socket, and by hand under Microsoft's schemas."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import IMPERSONATION, Account, Configuration, Credentials, close_connections

from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, SERVICE
from tests.support.ews_raw import codes, impersonate, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller
    from tests.support.ews_schema import Referee

AS_ANN = impersonate(ANN)
IN_CONTACTS = '<t:FolderIds><t:DistinguishedFolderId Id="contacts"/></t:FolderIds>'
KINDS = "<t:EventTypes><t:EventType>CreatedEvent</t:EventType><t:EventType>MovedEvent</t:EventType></t:EventTypes>"


@pytest.fixture
def person(referee: Referee) -> Iterator[Any]:
    with SocketServer(referee, threads=2) as socket:
        configuration = Configuration(
            service_endpoint=f"{socket.url}/EWS/Exchange.asmx",
            credentials=Credentials(SERVICE, "service"),
            auth_type="basic",
            max_connections=1,
        )
        yield Account(ANN, config=configuration, autodiscover=False, access_type=IMPERSONATION)
        close_connections()


def subscribe(service: Caller, kind: str = "Pull", further: str = "<t:Timeout>10</t:Timeout>") -> tuple[str, str]:
    """Answer id and watermark, empty for what has none."""
    wanted = f"<m:{kind}SubscriptionRequest>{IN_CONTACTS}{KINDS}{further}</m:{kind}SubscriptionRequest>"
    answer = service.call(f"<m:Subscribe>{wanted}</m:Subscribe>", header=AS_ANN)
    (identifier,) = texts(answer, "//m:SubscriptionId/text()")
    return identifier, "".join(texts(answer, "//m:Watermark/text()"))


def asked(identifier: str, watermark: str) -> str:
    inside = f"<m:SubscriptionId>{identifier}</m:SubscriptionId><m:Watermark>{watermark}</m:Watermark>"
    return f"<m:GetEvents>{inside}</m:GetEvents>"


def test_exchangelib_pulls_what_happened(person: Any, ann: OpenMailbox) -> None:
    folder = person.contacts
    with folder.pull_subscription(event_types=["CreatedEvent", "MovedEvent"]) as (identifier, watermark):
        item = ann.create_contact({"Surname": "Byron"})
        trashed = ann.trash(item)
        ann.create_event("Elsewhere", datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))  # noqa: DTZ001
        (notification,) = folder.get_events(identifier, watermark)
        found = [(type(one).__name__, one.item_id.id) for one in notification.events]
        assert found == [("CreatedEvent", item.id), ("MovedEvent", trashed.id)]
        (quiet,) = folder.get_events(identifier, notification.events[-1].watermark)
        assert [type(one).__name__ for one in quiet.events] == ["StatusEvent"]
        (again,) = folder.get_events(identifier, notification.events[0].watermark)
        assert [type(one).__name__ for one in again.events] == ["MovedEvent"]


def test_what_is_not_asked_in_time_expires(service: Caller, clock: SteppedClock) -> None:
    identifier, watermark = subscribe(service)
    clock.advance(timedelta(minutes=9))
    assert codes(service.call(asked(identifier, watermark), header=AS_ANN)) == ["NoError"]
    clock.advance(timedelta(minutes=11))
    assert codes(service.call(asked(identifier, watermark), header=AS_ANN)) == ["ErrorExpiredSubscription"]
    assert codes(service.call(asked(identifier, watermark), header=AS_ANN)) == ["ErrorSubscriptionNotFound"]


@pytest.mark.parametrize("mark", ["x", "AAAA", base64.b64encode(b"other|0").decode()])
def test_a_watermark_of_nobody(service: Caller, mark: str) -> None:
    identifier, _ = subscribe(service)
    assert codes(service.call(asked(identifier, mark), header=AS_ANN)) == ["ErrorInvalidWatermark"]


def test_a_streaming_subscription_is_not_pulled(service: Caller) -> None:
    identifier, watermark = subscribe(service, "Streaming", "")
    assert watermark == ""
    assert codes(service.call(asked(identifier, "AAAA"), header=AS_ANN)) == ["ErrorInvalidPullSubscriptionId"]


@pytest.mark.parametrize("timeout", ["", "<t:Timeout>0</t:Timeout>", "<t:Timeout>1441</t:Timeout>"])
def test_a_time_to_live_that_the_schema_refuses(owner: Caller, timeout: str) -> None:
    wanted = f"<m:PullSubscriptionRequest>{IN_CONTACTS}{KINDS}{timeout}</m:PullSubscriptionRequest>"
    assert owner.codes(f"<m:Subscribe>{wanted}</m:Subscribe>") == ["ErrorSchemaValidation"]
