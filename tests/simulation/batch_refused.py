"""One request of a batch of Microsoft Graph is refused for haste, and with it what waits for it; the others go through.

https://learn.microsoft.com/graph/throttling#throttling-and-batching
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.simulation.events import Event
    from tests.simulation.line import Call, Line

KINDS: Final = ("batch_429",)


def fits(call: Call) -> bool:
    """Whether this is a batch."""
    return call.server == "mail" and call.name == "$batch"


def act(event: Event, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Carry the batch without one of its requests and what depends on it, and answer for those."""
    asked = json.loads(call.body)["requests"]
    refused = asked[event.pick % len(asked)]["id"]
    gone = {refused} | {one["id"] for one in asked if refused in one.get("dependsOn", ())}
    left = [one for one in asked if one["id"] not in gone]
    answers = [
        _refusal(one["id"], 1 + event.value % 60, first=one["id"] == refused) for one in asked if one not in left
    ]
    if not left:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"responses": answers}).encode()]
    body = json.dumps({"requests": left}).encode()
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
    told = b"".join(line.carry(environ, start))
    return [_with(told, answers)]


def _refusal(request_id: str, seconds: int, *, first: bool) -> dict[str, Any]:
    if not first:
        return {"id": request_id, "status": 424, "body": {"error": {"code": "FailedDependency", "message": "Not now."}}}
    error = {"code": "ApplicationThrottled", "message": "Application is over its MailboxConcurrency limit."}
    return {"id": request_id, "status": 429, "headers": {"Retry-After": str(seconds)}, "body": {"error": error}}


def _with(told: bytes, answers: list[dict[str, Any]]) -> bytes:
    """Add the refusals; what is no answer to a batch stays as it is."""
    try:
        document = json.loads(told)
    except ValueError:
        return told
    if "responses" not in document:
        return told
    return json.dumps({**document, "responses": [*document["responses"], *answers]}).encode()
