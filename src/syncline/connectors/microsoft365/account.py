"""One mailbox as seen through the app: signed, counted and patient calls."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from syncline.connectors.errors import BadAnswerError, RetryLaterError, ThrottledError, UnavailableError
from syncline.connectors.microsoft365.refusals import UNAUTHORIZED, Reply, error_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from syncline.connectors.microsoft365.settings import Microsoft365Settings
    from syncline.connectors.microsoft365.sign_in import SignIn
    from syncline.connectors.pauses import Pauses
    from syncline.connectors.transport import Transport
    from syncline.connectors.watching import Watching

IMMUTABLE = 'IdType="ImmutableId"'
"""Ids that stay when an item moves, asked for on every request: https://learn.microsoft.com/graph/outlook-immutable-id."""
TEXT = 'outlook.body-content-type="text"'
UTC_TIMES = 'outlook.timezone="UTC"'
PREFERENCES = f"{IMMUTABLE}, {TEXT}, {UTC_TIMES}"


@dataclass(frozen=True, slots=True)
class Wire:
    """What all mailboxes of a tenant share."""

    settings: Microsoft365Settings
    transport: Transport
    sign_in: SignIn
    watch: Watching
    pauses: Pauses


@dataclass(frozen=True, slots=True)
class Request:
    """One request: a path below the mailbox, or a whole link that Graph handed out."""

    method: str
    path: str
    body: Any = field(default=None, repr=False)
    version: str = ""
    """Only if the item is still in this version (If-Match)."""
    prefer: str = PREFERENCES
    kind: str = "application/json"
    """What the body is."""

    def headers(self) -> dict[str, str]:
        """Answer the headers that are its own, in a batch too."""
        headers = {"Prefer": self.prefer}
        if self.version:
            headers["If-Match"] = f'W/"{self.version}"'
        if self.body is not None:
            headers["Content-Type"] = self.kind
        return headers


class Account:
    """A mailbox by its address. A cycle's calls come one after another; four at once are the most that Graph allows."""

    def __init__(self, address: str, wire: Wire) -> None:
        self.address = address
        self.settings = wire.settings
        self.user = f"/users/{quote(address, safe='@')}"
        self._wire = wire

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of ours."""
        return self._wire.watch.offset

    def ask(self, operation: str, request: Request) -> Reply:
        """Make one call. Refusals are answers, but for those that ask for patience: they raise, nobody waits here."""
        try:
            return self._asked(operation, request)
        except (ThrottledError, UnavailableError) as error:
            self.heed(error)
            raise

    def get(self, operation: str, path: str, prefer: str = PREFERENCES) -> Mapping[str, Any]:
        """Answer the JSON of a path or of a link. Raises what a refusal means."""
        reply = self.ask(operation, Request("GET", path, prefer=prefer))
        if not reply.ok:
            raise error_of(reply, operation)
        return told(reply, operation)

    def heed(self, error: RetryLaterError) -> None:
        """Note how long the mailbox is to be left alone; until then calls raise the same by themselves."""
        self._wire.pauses.heed(error, self.address)

    def _asked(self, operation: str, request: Request) -> Reply:
        self._wire.pauses.obey(self.address)
        reply = self._sent(operation, request, anew=False)
        if reply.status == UNAUTHORIZED:
            reply = self._sent(operation, request, anew=True)
        if reply.status == UNAUTHORIZED:
            raise error_of(reply, operation)
        return reply

    def _sent(self, operation: str, request: Request, *, anew: bool) -> Reply:
        token = self._wire.sign_in.token(anew=anew)
        data = None if request.body is None else json.dumps(request.body).encode()
        headers = request.headers() | {"Authorization": f"Bearer {token.secret}", "Accept": "application/json"}
        self._wire.watch.count(operation)
        answer = self._wire.transport.send(request.method, self.url(request.path), headers=headers, data=data)
        self._wire.watch.heed(answer.headers)
        return Reply(answer.status, answer.body)

    def url(self, path: str) -> str:
        """Answer the address of a path. Links are followed only to where the connection leads anyway.

        Raises `BadAnswerError` for a link to somebody else: our token goes along.
        """
        root = self.settings.root
        if path.startswith("/"):
            return root + path
        if not path.startswith(f"{root}/"):
            raise BadAnswerError("Graph handed out a link that leads away from it")
        return path


def told(reply: Reply, operation: str) -> Mapping[str, Any]:
    """Answer the JSON object of a reply. Raises `BadAnswerError` if it is none."""
    if not isinstance(reply.body, dict):
        raise BadAnswerError(f"{operation} answered success without an object")
    return reply.body
