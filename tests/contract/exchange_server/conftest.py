"""One server per test, with Microsoft's schemas as referee over everything that passes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
from tests.support.ews_raw import Caller
from tests.support.ews_schema import SCHEMAS, Referee

if TYPE_CHECKING:
    from collections.abc import Iterator

ANN = "ann.meyer@acme.example"
SERVICE = "svc@acme.example"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


@pytest.fixture
def server(clock: SteppedClock) -> ExchangeServer:
    server = ExchangeServer(clock, service_account=SERVICE, password="service")
    server.add_mailbox(ANN, "ann", aliases=["a.meyer@acme.example"])
    server.add_mailbox("bob@acme.example", "bob")
    return server


@pytest.fixture
def ann(server: ExchangeServer) -> OpenMailbox:
    return server.mailboxes[ANN]


@pytest.fixture
def referee(server: ExchangeServer) -> Iterator[Referee]:
    if not SCHEMAS.exists():
        pytest.skip("the referees' schemas are not downloaded (make setup)")
    referee = Referee(server)
    yield referee
    assert referee.found == []


@pytest.fixture
def owner(referee: Referee) -> Caller:
    """Ann herself, by hand-written SOAP."""
    return Caller(referee, ANN, "ann")


@pytest.fixture
def service(referee: Referee) -> Caller:
    """The service account, by hand-written SOAP."""
    return Caller(referee, SERVICE, "service")
