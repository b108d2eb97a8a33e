"""POST /$batch: up to twenty requests in one.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import base64
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from . import graph
from .call import Reply
from .errors import GraphError, bad_request
from .gate import AT_ONCE
from .moments import stamp

if TYPE_CHECKING:
    from .call import Call

MOST: Final = 20
_FAILED: Final = 400


def batch(call: Call) -> Reply:
    """Answer all requests of a batch, each with a status of its own.

    Four at a time of those on one mailbox are carried out, and a chain of dependent ones one by one:
    https://learn.microsoft.com/graph/throttling-limits (Outlook service limits for JSON batching)
    """
    requests: Any = call.json().get("requests")
    _check(requests)
    done: dict[str, dict[str, Any]] = {}
    waiting = list(requests)
    while waiting:
        ready = [one for one in waiting if all(name.casefold() in done for name in one.get("dependsOn") or [])]
        if not ready:
            raise bad_request("The requests of a batch depend on each other in a circle.")
        together = ready[:AT_ONCE]
        with ExitStack() as stack:
            begun = [(one, _begin(call, one, done, stack)) for one in together]
            for one, errand in begun:
                done[one["id"].casefold()] = _shown(one["id"], _finish(call, errand))
        waiting = [one for one in waiting if one not in together]
    return Reply(200, {"responses": list(done.values())})


def _begin(
    call: Call, one: dict[str, Any], done: dict[str, dict[str, Any]], stack: ExitStack
) -> graph.Errand | GraphError:  # fmt: skip
    """Answer what is to be carried out, with its slot held by `stack`, or why it is not."""
    if any(done[name.casefold()]["status"] >= _FAILED for name in one.get("dependsOn") or []):
        return GraphError(424, "FailedDependency", "A request that this one depends on has failed.")
    try:
        errand = graph.errand(_inner(call, one))
        stack.enter_context(graph.slot(errand))
    except GraphError as error:
        return error
    return errand


def _finish(call: Call, errand: graph.Errand | GraphError) -> Reply:
    try:
        if isinstance(errand, graph.Errand):
            return graph.run(errand)
    except GraphError as error:
        errand = error
    now, request_id = call.tenant.clock(), call.tenant.new_id()
    return graph.refused(stamp(now), request_id, call.headers.get("client-request-id", request_id), errand)


def _check(requests: Any) -> None:
    if not isinstance(requests, list) or not requests:
        raise bad_request("Invalid batch payload format.")
    if len(requests) > MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST}.")
    seen: set[str] = set()
    for one in requests:
        if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("id", "method", "url")):
            raise bad_request("Invalid batch payload format.")
        if one["id"].casefold() in seen:
            raise bad_request(f"Request Id {one['id']} has to be unique in a batch.")
        if not isinstance(one.get("headers") or {}, dict) or not isinstance(one.get("dependsOn") or [], list):
            raise bad_request("Invalid batch payload format.")
        seen.add(one["id"].casefold())
    for one in requests:
        if any(not isinstance(name, str) or name.casefold() not in seen for name in one.get("dependsOn") or []):
            raise bad_request(f"Request {one['id']} depends on a request that is not in the batch.")


def _inner(call: Call, one: dict[str, Any]) -> Call:
    headers = {name.lower(): str(value) for name, value in (one.get("headers") or {}).items()}
    body = one.get("body")
    if body is not None and "content-type" not in headers:
        raise bad_request("Batch requests with a body must have a Content-Type header.")
    content = _content(body) if body is not None else b""
    # Addresses are relative to the version; Microsoft's own libraries send whole ones now and then.
    address = one["url"].removeprefix(call.base).lstrip("/").removeprefix("v1.0/")
    return graph.call_of(call.tenant, call.app, one["method"].upper(), address, headers, content, call.base)


def _content(body: Any) -> bytes:
    """What is not JSON comes in Base64, as a photo does."""
    return base64.b64decode(body) if isinstance(body, str) else json.dumps(body).encode()


def _shown(identifier: str, reply: Reply) -> dict[str, Any]:
    headers = dict(reply.headers)
    body = reply.body
    if isinstance(body, bytes):
        body = base64.b64encode(body).decode()
        headers["Content-Type"] = reply.content_type
    elif body is not None:
        headers["Content-Type"] = "application/json"
    shown: dict[str, Any] = {"id": identifier, "status": reply.status, "headers": headers}
    return shown | ({"body": body} if body is not None else {})
