"""An org whose Pub/Sub API stands on a real socket, and the connector in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce.pubsub import PubSubServer
from tests.support.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.connectors.notices import Change, ChangeFeed

CONTACTS = "/data/ContactChangeEvent"


class Stand:
    """A house and the server of its org's events; signs of life come at once, so that no test waits."""

    def __init__(self) -> None:
        self.house = House()
        self.server = PubSubServer(self.house.org, keepalive=0.05)
        self.connection = self.house.org_connection()
        self.feed: ChangeFeed = self.connection.changes(self.server.address)

    def add(self, name: str = "Vogel") -> str:
        """Somebody makes a contact."""
        return self.house.org.admin.create("Contact", {"LastName": name})

    def follow(self, replay: bytes = b"", topic: str = CONTACTS) -> Iterator[Change]:
        """Answer a line that is open already."""
        stream = self.feed.follow(topic, replay)
        if not replay:
            assert next(stream).events == 0
        return stream


def heard(stream: Iterator[Change]) -> Change:
    """Answer the next change, past the signs of life."""
    return next(change for change in stream if change.events)


@pytest.fixture
def stand() -> Iterator[Stand]:
    made = Stand()
    yield made
    made.feed.close()
    made.server.stop()
