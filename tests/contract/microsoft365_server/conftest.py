"""One server per test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox
from tests.support.graph_raw import Caller, session_to, sign_in

if TYPE_CHECKING:
    import requests

ANN = "ann.meyer@acme.example"
BOB = "bob@acme.example"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


@pytest.fixture
def server(clock: SteppedClock) -> Microsoft365Server:
    server = Microsoft365Server(clock)
    server.add_mailbox(
        ANN, given_name="Ann", surname="Meyer", zone="W. Europe Standard Time", aliases=["a.meyer@acme.example"]
    )
    server.add_mailbox(BOB, given_name="Bob")
    return server


@pytest.fixture
def ann(server: Microsoft365Server) -> OpenMailbox:
    return server.mailboxes[ANN]


@pytest.fixture
def session(server: Microsoft365Server) -> requests.Session:
    return session_to(server)


@pytest.fixture
def call(session: requests.Session, server: Microsoft365Server) -> Caller:
    """The application, in Ann's mailbox."""
    token = sign_in(session, server).json()["access_token"]
    return Caller(session, token, ANN)
