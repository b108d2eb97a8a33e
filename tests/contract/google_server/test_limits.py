"""Quotas, bad days, batches.

https://developers.google.com/workspace/calendar/api/guides/quota, .../errors and .../batch
"""

from __future__ import annotations

import json
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from typing import Any, TypeAlias

import pytest
import requests

from syncline.sandbox.faults import ConnectionDroppedError, Fault, FaultKind, Faults
from syncline.sandbox.google import Limit
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.google_world import ORIGIN, OTHER, Rest, World

EVENTS = "/calendars/primary/events"
Part: TypeAlias = tuple[str, str, Any, dict[str, str]]
"""Verb, address, body, headers."""


@pytest.mark.parametrize(
    ("limit", "code", "why"),
    [
        (Limit.USER, 403, "userRateLimitExceeded"), (Limit.PROJECT, 403, "rateLimitExceeded"),
        (Limit.USAGE, 403, "quotaExceeded"), (Limit.TOO_MANY, 429, "rateLimitExceeded"),
    ],
)  # fmt: skip
def test_a_limit_is_said_as_google_says_it(world: World, rest: Rest, limit: Limit, code: int, why: str) -> None:
    world.server.quota.refuse([limit, limit])

    calendar, people = rest.refused(code, "GET", EVENTS), rest.refused(code, "GET", "/contactGroups")
    assert (calendar["errors"][0]["domain"], calendar["errors"][0]["reason"]) == ("usageLimits", why)
    assert people["errors"][0]["reason"] == why
    assert people["status"] == ("RESOURCE_EXHAUSTED" if code == 429 else "PERMISSION_DENIED")
    assert (rest.events()["items"], world.server.quota.refusals) == ([], 2)


def test_calls_are_counted_over_a_sliding_minute_for_each_user(world: World, rest: Rest) -> None:
    world.server.quota.per_user = 3
    for _ in range(3):
        rest.events()

    assert rest.refused(403, "GET", EVENTS)["errors"][0]["reason"] == "userRateLimitExceeded"
    assert world.rest(OTHER).events()["items"] == []
    world.clock.advance(timedelta(seconds=61))
    assert rest.events()["items"] == []
    world.server.quota.per_project = 1
    assert rest.refused(403, "GET", EVENTS)["errors"][0]["reason"] == "rateLimitExceeded"


def test_a_bad_backend_fails_before_or_after_the_work(world: World, rest: Rest) -> None:
    world.server.quota.refuse([Limit.BACKEND, Limit.BACKEND_AFTER])

    before = rest.refused(503, "POST", EVENTS, _body("before"))
    after = rest.refused(503, "POST", EVENTS, _body("after"))
    assert before["errors"][0]["reason"] == after["errors"][0]["reason"] == "backendError"
    assert [one["summary"] for one in rest.events()["items"]] == ["after"]


@pytest.mark.parametrize("kind", list(FaultKind))
def test_all_faults_can_be_thrown_in_front_of_it(world: World, rest: Rest, kind: FaultKind) -> None:
    faults = Faults(world.server)
    session = requests.Session()
    session.mount(ORIGIN, InProcessAdapter(faults))
    faults.arm(Fault(kind, _is_post))
    faulty = Rest(session, rest.token)

    try:
        answer = faulty.call("POST", EVENTS, _body("x"))
        seen = {FaultKind.UNAVAILABLE: 503, FaultKind.TOO_MANY: 429, FaultKind.SIGNED_OUT: 401}.get(kind, 200)
        assert answer.status_code == seen
    except ConnectionDroppedError:
        assert kind in {FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER}
    done = kind in {FaultKind.LOST_AFTER, FaultKind.HALF}
    assert len(rest.events()["items"]) == int(done)
    assert faults.acted == [kind]


def test_a_batch_answers_each_part_for_itself(world: World, rest: Rest) -> None:
    made = rest.insert()
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"summary": "newer"})
    answers = batch(rest, [
        ("POST", f"/calendar/v3{EVENTS}?sendUpdates=none", _body("in a batch"), {}),
        ("GET", "/calendar/v3/calendars/primary/events/nothing", None, {}),
        ("PATCH", f"/calendar/v3{EVENTS}/{made['id']}", {"summary": "x"}, {"if-match": made["etag"]}),
        ("DELETE", f"{ORIGIN}/calendar/v3{EVENTS}/{made['id']}", None, {}),
    ])  # fmt: skip

    assert answers == {"<response-0>": "200", "<response-1>": "404", "<response-2>": "412", "<response-3>": "204"}
    assert [one["summary"] for one in rest.events()["items"]] == ["in a batch"]
    assert (world.server.requests["calendar.events.insert"], world.server.unspoken["calendar.events.insert"]) == (2, 1)


def test_parts_of_a_batch_count_against_the_quota(world: World, rest: Rest) -> None:
    world.server.quota.refuse([Limit.PROJECT])
    parts: list[Part] = [("GET", f"/calendar/v3{EVENTS}", None, {})] * 2

    assert list(batch(rest, parts).values()) == ["403", "200"]


def test_a_batch_has_a_limit_and_a_form(world: World, rest: Rest) -> None:
    world.server.batch_limit = 1
    parts: list[Part] = [("GET", f"/calendar/v3{EVENTS}", None, {})] * 2

    assert post(rest, parts).status_code == 400
    assert post(rest, parts[:1]).status_code == 200
    assert post(rest, [("get it", "/x", None, {})]).status_code == 400
    answer = rest.session.post(f"{ORIGIN}/batch/calendar/v3", data="x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 400


def _body(summary: str) -> dict[str, Any]:
    times = {name: {"dateTime": f"2026-04-01T{hour}:00:00Z"} for name, hour in (("start", 10), ("end", 11))}
    return {"summary": summary, **times}


def _is_post(_body: bytes, environ: dict[str, Any]) -> bool:
    return bool(environ["REQUEST_METHOD"] == "POST")


def batch(rest: Rest, parts: list[Part]) -> dict[str, str]:
    """Send a batch; answers the status of each part by its Content-ID."""
    answer = post(rest, parts)
    head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + answer.content)
    return {str(part["Content-ID"]): bytes(part.get_content()).split()[1].decode() for part in whole.iter_parts()}


def post(rest: Rest, parts: list[Part]) -> requests.Response:
    lines = []
    for number, (verb, address, body, headers) in enumerate(parts):
        inner = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        content = f"Content-Type: application/json\r\n\r\n{json.dumps(body)}" if body is not None else "\r\n"
        lines.append(
            f"--b\r\nContent-Type: application/http\r\nContent-ID: <{number}>\r\n\r\n"
            f"{verb} {address} HTTP/1.1\r\n{inner}{content}\r\n"
        )
    headers = {"Authorization": f"Bearer {rest.token}", "Content-Type": "multipart/mixed; boundary=b"}
    return rest.session.post(f"{ORIGIN}/batch/calendar/v3", data="".join(lines) + "--b--", headers=headers)
