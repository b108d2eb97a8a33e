"""Many requests in one: `$batch` of twenty, each with a status of its own.

https://learn.microsoft.com/graph/json-batching; each request counts against the mailbox's limits by itself, and is
refused by itself (https://learn.microsoft.com/graph/throttling#throttling-and-batching).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests.structures import CaseInsensitiveDict

from syncline.connectors.errors import BadAnswerError, ThrottledError, UnavailableError
from syncline.connectors.microsoft365.account import Account, Request, told
from syncline.connectors.microsoft365.refusals import FORBIDDEN, TOO_MANY, UNAVAILABLE, Reply, error_of, general
from syncline.connectors.retry_after import asked_to_wait

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 20


def in_batches(account: Account, operation: str, requests: Sequence[Request]) -> list[Reply]:
    """Send requests, twenty at a time, and answer their replies in order.

    Where some went through and the others were throttled, these are answered as they were, unsent ones too. A refusal
    that is about the whole mailbox raises what it means, and so does the throttling of all. A mailbox of which
    something else was answered in the same call is in the app's scope: what was forbidden is the one thing.
    """
    replies: list[Reply] = []
    for start in range(0, len(requests), SIZE):
        try:
            some = _once(account, operation, requests[start : start + SIZE])
        except ThrottledError as error:
            if not replies:
                raise
            return [*replies, *[Reply(TOO_MANY, after=error.after)] * (len(requests) - start)]
        _heed(account, some)
        replies += some
    if replies and all(reply.status == TOO_MANY for reply in replies):
        raise error_of(replies[0], operation)
    return replies


def all_read(account: Account, operation: str, requests: Sequence[Request]) -> list[Reply]:
    """Send requests whose answers are all needed. Raises if one of them asks to come back later."""
    replies = in_batches(account, operation, requests)
    for reply in replies:
        if reply.passing:
            raise error_of(reply, operation)
    return replies


def _heed(account: Account, replies: Sequence[Reply]) -> None:
    """Leave the mailbox alone for as long as any of the refusals asks for."""
    asking = [reply for reply in replies if reply.status in {TOO_MANY, UNAVAILABLE}]
    if asking:
        longest = max(asking, key=lambda reply: reply.after or 0.0)
        kind = ThrottledError if any(reply.status == TOO_MANY for reply in asking) else UnavailableError
        account.heed(kind("part of a batch was refused", after=longest.after))


def _once(account: Account, operation: str, requests: Sequence[Request]) -> list[Reply]:
    body = {"requests": [_entry(account, place, request) for place, request in enumerate(requests)]}
    reply = account.ask(operation, Request("POST", "/$batch", body))
    if not reply.ok:
        raise error_of(reply, operation)
    found = _by_id(told(reply, operation).get("responses"))
    missing = [place for place in range(len(requests)) if str(place) not in found]
    if missing:
        raise BadAnswerError(f"{operation} answered {len(found)} of {len(requests)} requests in a batch")
    replies = [found[str(place)] for place in range(len(requests))]
    reached = any(one.ok or one.missing for one in replies)
    for one in replies:
        if general(one) and not (reached and one.status == FORBIDDEN):
            raise error_of(one, operation)
    return replies


def _entry(account: Account, place: int, request: Request) -> dict[str, Any]:
    # What a link adds to the root stays; a path is relative already.
    path = account.url(request.path).removeprefix(account.settings.root)
    entry = {"id": str(place), "method": request.method, "url": path, "headers": request.headers()}
    return entry if request.body is None else entry | {"body": request.body}


def _by_id(responses: Any) -> dict[str, Reply]:
    if not isinstance(responses, list):
        raise BadAnswerError("a batch was answered without responses")
    return {str(one["id"]): _reply(one) for one in responses if isinstance(one, dict) and "id" in one}


def _reply(response: dict[str, Any]) -> Reply:
    status, headers = response.get("status"), response.get("headers")
    if not isinstance(status, int):
        raise BadAnswerError("a response in a batch has no status")
    told_headers = headers.items() if isinstance(headers, dict) else ()
    after = asked_to_wait(CaseInsensitiveDict((str(name), str(value)) for name, value in told_headers))
    return Reply(status, response.get("body"), after)
