"""Batches, and how much may be asked at a time."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.faults import ConnectionDroppedError, Fault, FaultKind, Faults
from tests.support.graph_raw import Caller, refusal, session_to, sign_in

from .conftest import ANN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox

JSON = {"Content-Type": "application/json"}


def making(number: int, **others: Any) -> dict[str, Any]:
    body = {"givenName": f"Ada {number}"}
    return {
        "id": str(number),
        "method": "POST",
        "url": f"/users/{ANN}/contacts",
        "headers": JSON,
        "body": body,
    } | others


@contextmanager
def busy(server: Microsoft365Server, count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(server.tenant.gate.slot(ANN))
        yield


def statuses(call: Caller, *requests: dict[str, Any]) -> dict[str, int]:
    answer = call.post("/$batch", {"requests": list(requests)}, status=200)
    return {one["id"]: one["status"] for one in answer["responses"]}


def test_each_request_has_an_answer_of_its_own(call: Caller, ann: OpenMailbox) -> None:
    wrong = making(2, body={"nickname": "?"})
    missing = {"id": "3", "method": "GET", "url": f"users/{ANN}/contacts/nonsense"}
    assert statuses(call, making(1), wrong, missing, making(4)) == {"1": 201, "2": 400, "3": 400, "4": 201}
    assert len(ann.contacts.items) == 2


def test_a_request_in_a_batch_has_its_own_preferences(call: Caller, ann: OpenMailbox) -> None:
    contact = ann.create_contact({"givenName": "Ada"})
    asked = {"id": "1", "method": "GET", "url": f"/users/{ANN}/contacts", "headers": {"Prefer": 'IdType="ImmutableId"'}}
    answer = call.post("/$batch", {"requests": [asked]}, status=200)["responses"][0]
    assert answer["body"]["value"][0]["id"] == contact.id(immutable=True)
    assert answer["headers"]["Preference-Applied"] == 'IdType="ImmutableId"'


def test_twenty_are_the_most_and_ids_are_unique(call: Caller) -> None:
    assert len(statuses(call, *(making(number) for number in range(20)))) == 20
    assert refusal(call("POST", "/$batch", {"requests": [making(number) for number in range(21)]})) == (
        400,
        "BadRequest",
    )
    same = [making(1, id="a"), making(2, id="A")]
    assert refusal(call("POST", "/$batch", {"requests": same})) == (400, "BadRequest")


def test_what_depends_on_a_failure_fails(call: Caller) -> None:
    first = making(1, body={"nickname": "?"})
    assert statuses(call, making(3, dependsOn=["2"]), making(2, dependsOn=["1"]), first) == {
        "1": 400,
        "2": 424,
        "3": 424,
    }


def test_throttled_requests_of_a_batch_say_when_to_come_back(call: Caller, server: Microsoft365Server) -> None:
    server.throttle(2, retry_after=7)
    answers = call.post("/$batch", {"requests": [making(number) for number in range(3)]}, status=200)["responses"]
    assert [(one["status"], one["headers"].get("Retry-After")) for one in answers] == [
        (429, "7"), (429, "7"), (201, None),
    ]  # fmt: skip
    assert answers[0]["body"]["error"]["code"] == "ApplicationThrottled"


def test_more_than_four_at_once_are_too_many(call: Caller, server: Microsoft365Server) -> None:
    with busy(server, 4):
        answer = call("GET", "contacts")
        assert refusal(answer) == (429, "ApplicationThrottled")
        assert "MailboxConcurrency" in answer.json()["error"]["message"]
        assert int(answer.headers["Retry-After"]) > 0
        assert Caller(call.session, call.token, "bob@acme.example")("GET", "contacts").status_code == 200
        assert set(statuses(call, making(1), making(2)).values()) == {429}
    assert call("GET", "contacts").status_code == 200


def test_a_batch_runs_four_at_a_time_and_leaves_none_to_others(call: Caller, server: Microsoft365Server) -> None:
    with busy(server, 2):
        answers = statuses(call, *(making(number) for number in range(5)))
        assert sorted(answers.values()) == [201, 201, 201, 429, 429]
        chained = [making(1), making(2, dependsOn=["1"]), making(3, dependsOn=["2"])]
        assert set(statuses(call, *chained).values()) == {201}


def test_a_mailbox_can_be_asked_so_often_in_ten_minutes(
    call: Caller, server: Microsoft365Server, clock: SteppedClock
) -> None:
    server.tenant.gate.per_period = 2
    assert [call("GET", "contacts").status_code for _ in range(3)] == [200, 200, 429]
    clock.advance(timedelta(minutes=10))
    assert call("GET", "contacts").status_code == 200


@pytest.mark.parametrize(("kind", "made"), [(FaultKind.LOST_BEFORE, 0), (FaultKind.LOST_AFTER, 1)])
def test_connections_die_before_or_after_the_work(
    server: Microsoft365Server, ann: OpenMailbox, kind: FaultKind, made: int
) -> None:
    faults = Faults(server)
    session = session_to(faults)
    call = Caller(session, sign_in(session, server).json()["access_token"], ANN)
    faults.arm(Fault(kind))
    with pytest.raises(ConnectionDroppedError):
        call("POST", "contacts", {"givenName": "Ada"})
    assert len(ann.contacts.items) == made
    faults.arm(Fault(FaultKind.UNAVAILABLE))
    assert call("GET", "contacts").status_code == 503


@pytest.mark.parametrize("wrong", [{"headers": "x"}, {"headers": [1]}, {"dependsOn": 5}, {"dependsOn": "1"}])
def test_parts_of_the_wrong_kind(call: Caller, wrong: dict[str, Any]) -> None:
    asked = {"requests": [{"id": "1", "method": "GET", "url": "/users", **wrong}]}
    assert refusal(call("POST", "/$batch", asked)) == (400, "BadRequest")


def test_kinds_of_ids_that_are_none(call: Caller) -> None:
    kinds: list[Any] = [[], {}, 5, None, "x"]
    for kind in kinds:
        asked = {"inputIds": [], "sourceIdType": kind, "targetIdType": kind}
        assert refusal(call("POST", "translateExchangeIds", asked)) == (400, "ErrorInvalidArgument")
