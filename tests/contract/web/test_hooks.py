"""Microsoft Graph posts to our web hook: it proves who it is, and the rep's turn is due at once (SPEC 6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.notices import News, Notice, read_notices
from syncline.connectors.notices import WebHook
from syncline.jobs.hooks import SETTLE, Hooks
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.microsoft365 import WebCourier
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from syncline.store.schedule import Turn, Whose
from tests.contract.mailbox_stage import ANN, CONTACTS, EVENTS, LUNCH
from tests.contract.web.conftest import NOW
from tests.support.microsoft365_stage import REP, Microsoft365Stage

if TYPE_CHECKING:
    from syncline.records.words import Collection
    from syncline.store.port import Store
    from syncline.web.asked import Around

ID = f"acme/{REP}"
FAR = NOW + timedelta(days=1)


class Office:
    """A tenant that reaches the pages, and a rep whose turn is far away."""

    def __init__(self, around: Around) -> None:
        from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

        self.store: Store = around.store
        self.rep = RepRow(ID, "acme", "mail", REP, "Sales", mailbox=REP)
        self.store.save_setup(
            connections=[ConnectionRow("acme", "salesforce", {}, {}), ConnectionRow("mail", "microsoft365", {}, {})],
            configurations=[ConfigurationRow("Sales", "acme", "mail", True, {})],  # noqa: FBT003
            reps=[self.rep, replace(self.rep, id="acme/other", username="other@acme.example")],
        )
        self.store.save_turns([Turn(Whose.REP, ID, FAR, 300.0), Turn(Whose.REP, "acme/other", FAR, 300.0)])
        self.stage = Microsoft365Stage()
        self.session = requests.Session()
        self.session.mount("https://", InProcessAdapter(Pages(around)))
        self.stage.server.tenant.subscriptions.courier = WebCourier(self.session)
        self.hook = Hooks(self.store).of(ID)
        self.url = f"https://localhost/hooks/microsoft365/{self.hook.place}"
        self.subscriptions = self.stage.connection.subscriptions(REP)

    def subscribe(self, collection: Collection) -> Any:
        folder = self.stage.folder.id if collection is CONTACTS else ""
        return self.subscriptions.make(collection, WebHook(self.url, self.hook.secret), folder)

    def told(self) -> int:
        """Let the tenant deliver what it has to tell; answers how much that was."""
        return self.stage.server.tenant.subscriptions.deliver()

    def due(self) -> dict[str, bool]:
        """Whose turn is due within seconds."""
        return {turn.name: turn.due <= NOW + SETTLE for turn in self.store.turns(Whose.REP)}


@pytest.fixture
def office(around: Around) -> Office:
    return Office(around)


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_a_change_brings_the_reps_turn_forward_and_nobody_elses(office: Office, collection: Collection) -> None:
    office.subscribe(collection)
    assert office.due() == {ID: False, "acme/other": False}
    office.stage.put(collection, {CONTACTS: ANN, EVENTS: LUNCH}[collection])
    assert office.told() >= 1
    assert office.due() == {ID: True, "acme/other": False}


def test_a_hook_that_is_not_ours_is_not_subscribed(office: Office) -> None:
    office.url = "https://localhost/hooks/microsoft365/nobody"
    with pytest.raises(BadAnswerError):
        office.subscribe(EVENTS)


def test_subscriptions_live_a_week_and_are_renewed(office: Office) -> None:
    made = office.subscribe(EVENTS)
    now = office.stage.now()
    assert timedelta(days=6) < made.expires - now < timedelta(days=7)
    office.stage.clock.advance(timedelta(days=5))
    renewed = office.subscriptions.renew(made)
    assert renewed is not None
    assert renewed.expires > made.expires + timedelta(days=4)
    office.subscriptions.end(renewed)
    office.subscriptions.end(renewed)
    assert office.subscriptions.renew(renewed) is None


@pytest.mark.parametrize("news", [News.REAUTHORIZE, News.REMOVED, News.MISSED])
def test_lifecycle_notices_bring_the_turn_forward(office: Office, news: News) -> None:
    office.subscribe(EVENTS)
    subscriptions = office.stage.server.tenant.subscriptions
    {News.REAUTHORIZE: subscriptions.challenge, News.REMOVED: subscriptions.remove, News.MISSED: subscriptions.miss}[
        news
    ]()
    assert office.told() == 1
    assert office.due()[ID]


@pytest.mark.parametrize("shown", ["wrong", "", None, 7])
def test_who_cannot_tell_the_secret_leaves_no_trace(office: Office, shown: object) -> None:
    entry = {"subscriptionId": "any", "clientState": shown, "changeType": "updated"}
    answer = office.session.post(office.url, json={"value": [entry]}, timeout=5)
    assert (answer.status_code, answer.content) == (202, b"")
    assert not office.due()[ID]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"value": 1}', b'{"value": [1, {}]}', b"\xff\xfe"])
def test_what_is_no_notification_is_taken_and_dropped(office: Office, body: bytes) -> None:
    assert office.session.post(office.url, data=body, timeout=5).status_code == 202
    assert not office.due()[ID]


def test_a_validation_token_goes_back_as_plain_text(office: Office) -> None:
    token = "Validation: <script>alert(1)</script> ü+%"
    answer = office.session.post(office.url, params={"validationToken": token}, timeout=5)
    assert (answer.status_code, answer.text) == (200, token)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.session.get(office.url, timeout=5).status_code == 405


def test_places_and_secrets_tell_nothing_and_stay(office: Office) -> None:
    again = Hooks(office.store).of(ID)
    assert again == office.hook
    assert "rep" not in again.place
    assert again.secret not in office.url
    other = Hooks(office.store).of("acme/other")
    assert {other.place, other.secret}.isdisjoint({again.place, again.secret})


def test_several_notices_in_one_post() -> None:
    body = (
        b'{"value": [{"subscriptionId": "a", "clientState": "s", "changeType": "created"},'
        b'{"subscriptionId": "a", "clientState": "s", "changeType": "updated"},'
        b'{"subscriptionId": "b", "clientState": "s", "lifecycleEvent": "missed"},'
        b'{"subscriptionId": "b", "clientState": "s", "lifecycleEvent": "something new"}]}'
    )
    assert read_notices(body, "s") == [Notice("a", News.CHANGED), Notice("b", News.MISSED)]
