"""State tokens: how far a client has followed the changes of a folder, and what it asked for at first.

A token says nothing to a client. It is good for one mailbox and one address, until the mailbox expires it.
https://learn.microsoft.com/graph/delta-query-overview
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from syncline.sandbox.changes import Position

from .errors import GraphError, bad_request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .call import Call
    from .state.mailbox import Mailbox

_EXPIRED: Final = {
    "SyncStateNotFound": "The sync state generation is not found; generation={0};[highest={1}][{1}][{0}][{0}].",
    "syncStateNotFound": (
        "The sync state generation is not found. The delta token is expired and data must be synchronized again."
    ),
    "resyncRequired": "Resync required. The delta token is no longer valid, and the app must reset the sync state.",
}
"""Codes with which an expired token is refused, and what they say.

https://learn.microsoft.com/graph/errors
"""


@dataclass(frozen=True, slots=True)
class Token:
    """`scope` is what is followed; `asked` are the first request's own parameters."""

    scope: str
    epoch: int
    issued: str
    base: int
    top: int
    next: int
    asked: dict[str, str]
    later: bool = False
    """Whether the first round is over: it tells what is there, those after it what has changed."""
    paused: bool = False
    """Whether the empty page before this one was sent."""

    @property
    def position(self) -> Position:
        """Where in the log the client is."""
        return Position(self.base, self.top, self.next)

    def text(self) -> str:
        """Write the token."""
        raw = json.dumps(asdict(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(zlib.compress(raw) + zlib.crc32(raw).to_bytes(4, "big")).decode().rstrip("=")


def received(call: Call, mailbox: Mailbox, scope: str, allowed: Iterable[str]) -> Token:
    """Answer the token of a request; a first request has one that knows nothing.

    Parameters besides those `allowed` are refused: https://learn.microsoft.com/graph/api/event-delta
    """
    given = {name.lower().removeprefix("$"): value for name, value in call.query.items()}
    text = given.get("deltatoken") or given.get("skiptoken")
    if text is not None:
        return _read(text, call, mailbox, scope)
    wanted = {name.lower() for name in allowed}
    if others := sorted(set(given) - wanted):
        names = ", ".join(f"'${name}'" for name in others)
        message = f"The following parameters are not supported with change tracking over this resource: {names}."
        raise bad_request(message, "ErrorInvalidUrlQuery")
    return Token(scope, mailbox.epoch, call.tenant.clock().isoformat(), 0, 0, 0, given)


def _read(text: str, call: Call, mailbox: Mailbox, scope: str) -> Token:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        content = zlib.decompress(raw[:-4])
        values: dict[str, Any] = json.loads(content)
    except (binascii.Error, zlib.error, ValueError):
        raise bad_request("Badly formed token.") from None
    if zlib.crc32(content).to_bytes(4, "big") != raw[-4:] or values["scope"] != scope:
        raise bad_request("Badly formed token.")
    token = Token(**values)
    life: timedelta | None = call.tenant.delta_life
    late = life is not None and datetime.fromisoformat(token.issued) + life < call.tenant.clock()
    if token.epoch != mailbox.epoch or late:
        raise GraphError(
            410, mailbox.expired_code, _EXPIRED[mailbox.expired_code].format(token.epoch, mailbox.epoch + 1)
        )
    return token


def answer(
    call: Call, mailbox: Mailbox, token: Token, position: Position, rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """Answer the rows of a page, and where to go on."""
    quirks = mailbox.quirks
    if quirks.empty_pages and not token.paused:
        waiting = replace(token, paused=True)
        return {**_link(call, waiting, "@odata.nextLink", "$skiptoken"), "value": []}
    if quirks.endless and rows:
        return {**_link(call, token, "@odata.nextLink", "$skiptoken"), "value": rows}
    return {**link(call, replace(token, paused=False), position), "value": rows * (1 + quirks.repeats)}


def link(call: Call, token: Token, position: Position) -> dict[str, str]:
    """Answer the link to follow: a next page, or the changes after this round."""
    base, top, place = position
    done = not place
    after = replace(token, base=base, top=top, next=place, later=token.later or done)
    return _link(call, after, *(("@odata.deltaLink", "$deltatoken") if done else ("@odata.nextLink", "$skiptoken")))


def _link(call: Call, token: Token, name: str, parameter: str) -> dict[str, str]:
    fresh = replace(token, issued=call.tenant.clock().isoformat())
    path = "/".join(quote(segment, safe="@'()") for segment in call.segments)
    return {name: f"{call.base}/{path}?{parameter}={fresh.text()}"}
