"""Push notifications: https://developers.google.com/workspace/calendar/api/guides/push."""

from __future__ import annotations

import queue
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.google.postman import Postman, post
from syncline.sandbox.server import SocketServer
from tests.support.google_world import OTHER
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.support.google_world import Rest, World

WATCH = "/calendars/primary/events/watch"
CHANNEL = {"id": "one", "type": "web_hook", "address": "https://hook.example/google", "token": "secret"}


class Hook:
    """Takes messages, or refuses them."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.answers: list[int] = []

    def __call__(self, address: str, headers: Mapping[str, str]) -> int:
        self.messages.append(dict(headers))
        return self.answers.pop(0) if self.answers else 200

    def states(self) -> list[tuple[str, str]]:
        return [(one["X-Goog-Resource-State"], one["X-Goog-Message-Number"]) for one in self.messages]


def test_a_channel_begins_with_sync_and_tells_of_changes(world: World, rest: Rest) -> None:
    hook = Hook()
    made = rest.ok("POST", WATCH, CHANNEL)
    rest.insert()
    world.rep.calendar.touch(next(iter(world.rep.calendar.events.values())))
    world.server.channels.deliver(hook)

    assert hook.states() == [("sync", "1"), ("exists", "2"), ("exists", "3")]
    assert hook.messages[0].keys() == {
        "X-Goog-Channel-ID", "X-Goog-Message-Number", "X-Goog-Resource-ID", "X-Goog-Resource-State",
        "X-Goog-Resource-URI", "X-Goog-Channel-Expiration", "X-Goog-Channel-Token",
    }  # fmt: skip
    assert (hook.messages[1]["X-Goog-Channel-ID"], hook.messages[1]["X-Goog-Channel-Token"]) == ("one", "secret")
    assert hook.messages[1]["X-Goog-Resource-ID"] == made["resourceId"]
    assert made.keys() == {"kind", "id", "resourceId", "resourceUri", "token", "expiration"}


def test_others_calendars_are_not_told_of(world: World, rest: Rest) -> None:
    hook = Hook()
    rest.ok("POST", WATCH, CHANNEL)
    world.rest(OTHER).insert()
    world.server.channels.deliver(hook)

    assert hook.states() == [("sync", "1")]


def test_a_stopped_channel_is_silent(world: World, rest: Rest) -> None:
    hook = Hook()
    made = rest.ok("POST", WATCH, CHANNEL)
    stop = {"id": "one", "resourceId": made["resourceId"]}
    assert world.rest(OTHER).refused(404, "POST", "/channels/stop", stop)["code"] == 404
    answer = rest.call("POST", "/channels/stop", stop)
    rest.insert()
    world.server.channels.deliver(hook)

    assert (answer.status_code, answer.content) == (204, b"")
    assert hook.states() == [("sync", "1")]
    assert rest.refused(404, "POST", "/channels/stop", stop)["errors"][0]["reason"] == "notFound"


def test_a_channel_runs_out(world: World, rest: Rest) -> None:
    hook = Hook()
    long = rest.ok("POST", WATCH, CHANNEL)
    short = rest.ok("POST", WATCH, CHANNEL | {"id": "two", "params": {"ttl": "60"}})
    world.clock.advance(timedelta(minutes=2))
    rest.insert()
    world.server.channels.deliver(hook)

    assert int(long["expiration"]) - int(short["expiration"]) == pytest.approx((7 * 24 * 3600 - 60) * 1000, abs=2000)
    assert [(one["X-Goog-Channel-ID"]) for one in hook.messages] == ["one", "two", "one"]
    world.clock.advance(timedelta(days=7))
    assert rest.call("POST", WATCH, CHANNEL).status_code == 401
    assert world.rest().call("POST", WATCH, CHANNEL).ok


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": ""}, "required"), ({"type": "mail"}, "channelUnknown"), ({"address": ""}, "required"),
        ({"address": "http://hook.example"}, "push.webhookUrlNotHttps"),
    ],
)  # fmt: skip
def test_what_is_no_channel_is_refused(rest: Rest, change: dict[str, Any], why: str) -> None:
    assert rest.refused(400, "POST", WATCH, CHANNEL | change)["errors"][0]["reason"] == why


def test_an_id_is_used_once(rest: Rest) -> None:
    rest.ok("POST", WATCH, CHANNEL)

    assert rest.refused(400, "POST", WATCH, CHANNEL)["errors"][0]["reason"] == "channelIdNotUnique"


def test_over_a_socket_messages_are_delivered_by_themselves(world: World, rest: Rest) -> None:
    arrived: queue.Queue[tuple[str, str]] = queue.Queue()

    def hook(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        arrived.put((environ["HTTP_X_GOOG_RESOURCE_STATE"], environ["HTTP_X_GOOG_CHANNEL_TOKEN"]))
        start_response("204 No Content", [])
        return []

    with SocketServer(hook, threads=1) as socket:
        postman = Postman(world.server.channels).start()
        rest.ok("POST", WATCH, CHANNEL | {"address": socket.url})
        rest.insert()
        told = [arrived.get(timeout=GUARD) for _ in range(2)]
        postman.stop()
    assert told == [("sync", "secret"), ("exists", "secret")]
    assert post("http://127.0.0.1:9/", {}) == 0


def test_a_message_that_is_refused_is_tried_again_and_not_for_ever(world: World, rest: Rest) -> None:
    hook = Hook()
    hook.answers = [503, 0, 204, *[500] * 5]
    rest.ok("POST", WATCH, CHANNEL)
    assert world.server.channels.deliver(hook) == 1
    rest.insert()

    assert world.server.channels.deliver(hook) == 0
    assert len(world.server.channels.lost) == 1
    assert len(hook.messages) == 8
