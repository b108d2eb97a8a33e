"""Subscriptions, notifications and notices about the subscriptions themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.microsoft365.moments import stamp
from tests.support.graph_raw import refusal

from .conftest import ANN, START
from .times import event

if TYPE_CHECKING:
    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox
    from tests.support.graph_raw import Caller

HOOK = "https://hooks.example/graph"
LIFE = "https://hooks.example/life"


@dataclass
class Hook:
    """A courier that reaches one hook in memory."""

    answers: bool = True
    validated: list[str] = field(default_factory=list)
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def validate(self, url: str, token: str) -> bool:
        self.validated.append(url)
        return self.answers and bool(token)

    def deliver(self, url: str, content: dict[str, Any]) -> bool:
        if self.answers:
            self.received += [(url, one) for one in content["value"]]
        return self.answers


@pytest.fixture
def hook(server: Microsoft365Server) -> Hook:
    hook = Hook()
    server.tenant.subscriptions.courier = hook
    return hook


def asked(resource: str = f"/users/{ANN}/contacts", days: float = 2, **others: Any) -> dict[str, Any]:
    return {
        "changeType": "created,updated,deleted",
        "notificationUrl": HOOK,
        "lifecycleNotificationUrl": LIFE,
        "resource": resource,
        "expirationDateTime": stamp(START + timedelta(days=days)),
        "clientState": "secret",
    } | others


def test_both_addresses_are_asked_before_anything_is_sent(call: Caller, hook: Hook) -> None:
    made = call.post("/subscriptions", asked())
    assert sorted(hook.validated) == [HOOK, LIFE]
    assert [one["id"] for one in call.get("/subscriptions")["value"]] == [made["id"]]
    hook.answers = False
    assert refusal(call("POST", "/subscriptions", asked())) == (400, "ValidationError")


def test_changes_are_told_with_the_state_that_the_client_gave(
    call: Caller, hook: Hook, server: Microsoft365Server, ann: OpenMailbox
) -> None:
    made = call.post("/subscriptions", asked(), prefer='IdType="ImmutableId"')
    contact = ann.create_contact({"givenName": "Ada"})
    ann.edit(contact, {"jobTitle": "Countess"})
    ann.put_away(contact)
    ann.create_event(event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))
    assert server.tenant.subscriptions.deliver() == 3
    told = [one for _url, one in hook.received]
    assert [one["changeType"] for one in told] == ["created", "updated", "deleted"]
    assert {(one["subscriptionId"], one["clientState"]) for one in told} == {(made["id"], "secret")}
    assert {one["resourceData"]["id"] for one in told} == {contact.id(immutable=True)}


def test_one_folder_can_be_followed_alone(
    call: Caller, hook: Hook, server: Microsoft365Server, ann: OpenMailbox
) -> None:
    folder = ann.make_folder("Salesforce_Sync")
    call.post("/subscriptions", asked(f"users/{ANN}/contactFolders/{folder.id}/contacts"))
    call.post("/subscriptions", asked(f"users/{ANN}/events", changeType="created"))
    ann.create_contact({"givenName": "Grace"})
    ann.create_contact({"givenName": "Ada"}, folder=folder)
    ann.edit(ann.create_event(event("V", "2026-03-10T09:00:00", "2026-03-10T10:00:00")), {"subject": "W"})
    server.tenant.subscriptions.deliver()
    kinds = [(one["resourceData"]["@odata.type"], one["changeType"]) for _url, one in hook.received]
    assert kinds == [("#Microsoft.Graph.Contact", "created"), ("#Microsoft.Graph.Event", "created")]


def test_an_end_is_not_too_far_and_not_too_near(call: Caller, hook: Hook) -> None:
    assert refusal(call("POST", "/subscriptions", asked(days=7.5))) == (400, "ExtensionError")
    near = call.post("/subscriptions", asked(days=0.01))
    assert near["expirationDateTime"] > stamp(START + timedelta(minutes=45))
    assert refusal(call("POST", "/subscriptions", asked(days=-1))) == (400, "InvalidRequest")


def test_what_is_not_renewed_ends(call: Caller, hook: Hook, clock: SteppedClock) -> None:
    made = call.post("/subscriptions", asked())["id"]
    clock.advance(timedelta(minutes=50))
    later = stamp(START + timedelta(days=5))
    assert call.patch(f"/subscriptions/{made}", {"expirationDateTime": later})["expirationDateTime"] == later
    assert call("DELETE", f"/subscriptions/{made}").status_code == 204
    assert refusal(call("GET", f"/subscriptions/{made}")) == (404, "ResourceNotFound")


def test_a_subscription_is_forgotten_at_its_end(
    call: Caller, hook: Hook, server: Microsoft365Server, clock: SteppedClock
) -> None:
    call.post("/subscriptions", asked(days=0.04))
    clock.advance(timedelta(minutes=59))
    assert call.get("/subscriptions")["value"] == []


def test_notices_tell_of_the_subscription_itself(call: Caller, hook: Hook, server: Microsoft365Server) -> None:
    made = call.post("/subscriptions", asked())["id"]
    post = server.tenant.subscriptions
    post.challenge()
    post.miss()
    post.remove()
    post.deliver()
    assert [(url, one["lifecycleEvent"]) for url, one in hook.received] == [
        (LIFE, "reauthorizationRequired"), (LIFE, "missed"), (LIFE, "subscriptionRemoved"),
    ]  # fmt: skip
    assert {one["clientState"] for _url, one in hook.received} == {"secret"}
    assert refusal(call("GET", f"/subscriptions/{made}"))[0] == 404


def test_what_cannot_be_delivered_is_tried_for_four_hours(
    call: Caller, hook: Hook, server: Microsoft365Server, ann: OpenMailbox, clock: SteppedClock
) -> None:
    call.post("/subscriptions", asked())
    ann.create_contact({"givenName": "Ada"})
    post = server.tenant.subscriptions
    hook.answers = False
    assert post.deliver() == 0
    hook.answers = True
    assert post.deliver() == 1
    ann.create_contact({"givenName": "Grace"})
    hook.answers = False
    clock.advance(timedelta(hours=4))
    post.deliver()
    hook.answers = True
    post.deliver()
    assert [one.get("lifecycleEvent") for _url, one in hook.received] == [None, "missed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"notificationUrl": "http://hooks.example/graph"},
        {"clientState": "x" * 129},
        {"changeType": "renamed"},
        {"resource": "/users/x/drive"},
        {"color": "red"},
        {"expirationDateTime": "soon"},
    ],
)
def test_what_cannot_be_is_refused(call: Caller, hook: Hook, wrong: dict[str, Any]) -> None:
    assert call("POST", "/subscriptions", asked(**wrong)).status_code == 400


def test_a_mailbox_outside_the_scope_cannot_be_followed(call: Caller, hook: Hook, server: Microsoft365Server) -> None:
    server.denied.add(ANN)
    assert refusal(call("POST", "/subscriptions", asked())) == (403, "ErrorAccessDenied")
