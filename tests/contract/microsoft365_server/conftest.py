"""One server per test, with Microsoft's description as referee over everything that passes, where it was fetched."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox
from tests.support.graph_raw import Caller, session_to, sign_in
from tests.support.graph_schema import SLICE, Referee

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

ANN = "ann.meyer@acme.example"
BOB = "bob@acme.example"
JUDGED = "SYNCLINE_GRAPH_JUDGED"
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
def session(server: Microsoft365Server) -> Iterator[requests.Session]:
    if not SLICE.exists():
        # Only `make interop` may need npm, which has the description; there its absence is an error.
        assert JUDGED not in os.environ
        yield session_to(server)
        return
    referee = Referee(server)
    yield session_to(referee)
    assert referee.found == []


@pytest.fixture
def call(session: requests.Session, server: Microsoft365Server) -> Caller:
    """The application, in Ann's mailbox."""
    token = sign_in(session, server).json()["access_token"]
    return Caller(session, token, ANN)
