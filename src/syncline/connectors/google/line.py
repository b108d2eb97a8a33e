"""The line to Google: tokens, time-outs, pauses and counts, shared by all mailboxes of a connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from syncline.connectors.errors import ThrottledError, UnavailableError
from syncline.connectors.google.refusals import UNAUTHORIZED, error_of, refusal_of
from syncline.connectors.google.scopes import SCOPES
from syncline.connectors.google.sign_in import SignIn
from syncline.connectors.transport import Transport
from syncline.connectors.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import requests

    from syncline.connectors.google.memory import Memory
    from syncline.connectors.google.settings import GoogleSettings
    from syncline.connectors.transport import Answer, Raw

_OK = 300
_USER_AGENT = "Syncline (gzip)"
"""Google compresses its answers for clients that say so here as well as in Accept-Encoding:
https://developers.google.com/workspace/calendar/api/guides/performance#gzip"""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation: `path` begins after the service's root; `query` may repeat a name."""

    operation: str
    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    body: Mapping[str, Any] | None = None
    version: str = ""
    """The ETag that the record must still have."""

    @property
    def target(self) -> str:
        """The path with its query."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def content(self) -> bytes | None:
        """The body as it is sent."""
        return None if self.body is None else json.dumps(self.body).encode()

    @property
    def headers(self) -> dict[str, str]:
        """The headers that belong to this call alone."""
        told = {"Accept": "application/json"}
        if self.body is not None:
            told["Content-Type"] = "application/json"
        if self.version:
            told["If-Match"] = self.version
        return told


class Line:
    """Makes calls as a rep. Shared between threads."""

    def __init__(
        self,
        settings: GoogleSettings,
        session_factory: Callable[[], requests.Session],
        memory: Memory,
        clock: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.watch = Watching(clock)
        self._memory = memory
        self._transport = Transport(
            session_factory,
            timeout=(settings.connect_timeout, settings.read_timeout),
            ca_bundle=str(settings.ca_bundle) if settings.ca_bundle else None,
            proxies={"http": settings.proxy, "https": settings.proxy} if settings.proxy else None,
        )
        self.sign_in = SignIn(settings, self._transport, self.watch, clock, memory.tokens)

    def call(self, address: str, root: str, call: Call, *, takes: frozenset[int] = frozenset()) -> Answer:
        """Make one call; statuses in `takes` are answers too. Raises what any other refusal means."""
        answer = self._send(address, root, call)
        if answer.status == UNAUTHORIZED:
            self.sign_in.forget(address)
            answer = self._send(address, root, call)
        return self.judged(address, call, answer, takes=takes)

    def judged(self, address: str, call: Call, answer: Answer, *, takes: frozenset[int] = frozenset()) -> Answer:
        """Answer an answer unless it is a refusal; raises what that means, but for the statuses in `takes`."""
        if answer.status < _OK or answer.status in takes:
            self._memory.went_well(address)
            return answer
        raise self.heed(address, error_of(refusal_of(answer), call.operation))

    def raw(self, address: str, url: str, operation: str, headers: Mapping[str, str], data: bytes) -> Raw:
        """Post several calls in one; the answer is as it came."""
        self._memory.pauses.obey(address)
        self.watch.count(operation)
        try:
            answer = self._transport.raw("POST", url, headers={**headers, **self._bearer(address)}, data=data)
        except (ThrottledError, UnavailableError) as error:
            raise self.heed(address, error) from error
        self.watch.heed(answer.headers)
        return answer

    def picture(self, url: str) -> Raw:
        """Fetch a picture by its address, without any token: the address is Google's word, not ours."""
        self.watch.count("picture")
        return self._transport.raw("GET", url, headers={"User-Agent": _USER_AGENT})

    def heed(self, address: str, error: Any) -> Any:
        """Take note of how long to leave this mailbox alone: what Google says, else longer each time; answer `error`.

        https://developers.google.com/workspace/calendar/api/guides/quota#exponential-backoff
        """
        if isinstance(error, (ThrottledError, UnavailableError)):
            self._memory.failed(address, error)
        return error

    def close(self) -> None:
        """Let go of sockets."""
        self._transport.close()

    def _send(self, address: str, root: str, call: Call) -> Answer:
        self._memory.pauses.obey(address)
        headers = {**call.headers, **self._bearer(address)}
        self.watch.count(call.operation)
        try:
            answer = self._transport.send(call.method, root + call.target, headers=headers, data=call.content)
        except (ThrottledError, UnavailableError) as error:
            raise self.heed(address, error) from error
        self.watch.heed(answer.headers)
        return answer

    def _bearer(self, address: str) -> dict[str, str]:
        token = self.sign_in.token(address, SCOPES)
        return {"Authorization": f"Bearer {token}", "User-Agent": _USER_AGENT}
