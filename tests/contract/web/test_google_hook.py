"""Google Calendar posts to our web hook: the channel's token proves it, and the rep's turn is due at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import requests

from syncline.connectors.google.channels import open_channel
from syncline.jobs.hooks import SETTLE, Hooks
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from syncline.store.schedule import Turn, Whose
from tests.contract.mailbox_stage import EVENTS, LUNCH
from tests.contract.web.conftest import NOW
from tests.support.google_stage import REP, GoogleStage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.web.asked import Around

ID = f"acme/{REP}"


class Office:
    """A Workspace that reaches the pages, and a rep whose turn is far away."""

    def __init__(self, around: Around) -> None:
        from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

        self.store = around.store
        rep = RepRow(ID, "acme", "mail", REP, "Sales", mailbox=REP)
        self.store.save_setup(
            connections=[ConnectionRow("acme", "salesforce", {}, {}), ConnectionRow("mail", "google", {}, {})],
            configurations=[ConfigurationRow("Sales", "acme", "mail", True, {})],  # noqa: FBT003
            reps=[rep],
        )
        self.store.save_turns([Turn(Whose.REP, ID, NOW + timedelta(days=1), 300.0)])
        self.stage = GoogleStage()
        self.session = requests.Session()
        self.session.mount("https://", InProcessAdapter(Pages(around)))
        self.hook = Hooks(self.store).of(ID)
        self.url = f"https://localhost/hooks/google/{self.hook.place}"

    def watch(self, secret: str) -> None:
        open_channel(self.stage.connection.account(REP), "channel-1", secret, self.url)

    def told(self) -> int:
        """Let Google deliver what it has to tell; answers how much of it was taken."""

        def post(address: str, headers: Mapping[str, str]) -> int:
            return self.session.post(address, headers=dict(headers), timeout=5).status_code

        return self.stage.server.channels.deliver(post)

    def due(self) -> bool:
        return any(turn.due <= NOW + SETTLE for turn in self.store.turns(Whose.REP))


@pytest.fixture
def office(around: Around) -> Office:
    return Office(around)


def test_a_change_brings_the_reps_turn_forward_and_the_first_message_does_not(office: Office) -> None:
    office.watch(office.hook.secret)
    assert office.told() == 1
    assert not office.due()
    office.stage.put(EVENTS, LUNCH)
    assert office.told() == 1
    assert office.due()


def test_who_cannot_tell_the_token_leaves_no_trace(office: Office) -> None:
    office.watch("another secret")
    office.stage.put(EVENTS, LUNCH)
    assert office.told() == 2
    assert not office.due()
    assert office.session.post(office.url, data=b"anything", timeout=5).status_code == 202
    assert not office.due()


def test_an_address_of_nobodys_takes_nothing(office: Office) -> None:
    assert office.session.post("https://localhost/hooks/google/nobody", timeout=5).status_code == 404
    assert office.session.get(office.url, timeout=5).status_code == 405
