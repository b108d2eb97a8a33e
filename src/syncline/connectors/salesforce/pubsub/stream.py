"""Streams of change events: https://developer.salesforce.com/docs/platform/pub-sub-api/references/methods/subscribe-rpc.html.

One channel per org, one call per topic. Events are asked for a hundred at a time, and more before those have come.
"""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import grpc

from syncline.connectors.errors import (
    ConnectorError,
    ResyncError,
    SignInAgainError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.notices import Change, NotToldError
from syncline.connectors.salesforce.pubsub.wire import can_subscribe, fetch_request, fetch_response, topic_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syncline.connectors.salesforce.sign_in import Token

_SUBSCRIBE = "/eventbus.v1.PubSub/Subscribe"
_GET_TOPIC = "/eventbus.v1.PubSub/GetTopic"
_AT_ONCE = 100
"""The most that may be asked for at a time."""
_LOW = 50
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_OPTIONS = (("grpc.keepalive_time_ms", 60_000), ("grpc.keepalive_timeout_ms", 20_000))
"""A line that died in silence is noticed within a minute; the server itself is silent for up to 270 seconds."""
_NOT_TOLD = frozenset({grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.INVALID_ARGUMENT})


class ChangeStreams:
    """The streams of one org. Several threads may each follow a topic; `close` ends all of them."""

    def __init__(self, address: str, token: Callable[[], Token], forget: Callable[[Token], None]) -> None:
        """`address` is HOST:PORT, without TLS only on this machine. `token` signs in; nothing is called here."""
        self._token = token
        self._forget = forget
        if address.rpartition(":")[0] in _LOOPBACK:
            self._channel = grpc.insecure_channel(address, options=_OPTIONS)
        else:
            self._channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(), options=_OPTIONS)
        self._subscribe = self._channel.stream_stream(_SUBSCRIBE, request_serializer=None, response_deserializer=None)

    def follow(self, topic: str, replay: bytes) -> Iterator[Change]:
        """Hear of changes after `replay` (empty: from now on) until the line breaks. Raises `ConnectorError`.

        `ResyncError` says that `replay` is too old or void, `NotToldError` that the org does not tell of this.
        """
        token = self._token()
        requests: SimpleQueue[bytes | None] = SimpleQueue()
        requests.put(fetch_request(topic, _AT_ONCE, replay))
        call = self._subscribe(
            iter(requests.get, None),
            metadata=_signed(token),
        )
        try:
            for message in call:
                fetched = fetch_response(message)
                if fetched.pending < _LOW:
                    requests.put(fetch_request(topic, _AT_ONCE - fetched.pending))
                yield Change(fetched.events, fetched.replay)
        except grpc.RpcError as error:
            raise self._meaning(error, token, replay) from None
        finally:
            call.cancel()
            requests.put(None)

    def tells(self, topic: str, patience: float) -> bool:
        """Say whether the org tells of this; so many seconds may pass. Raises `ConnectorError`."""
        token = self._token()
        ask = self._channel.unary_unary(_GET_TOPIC, request_serializer=None, response_deserializer=None)
        try:
            return can_subscribe(ask(topic_request(topic), metadata=_signed(token), timeout=patience))
        except grpc.RpcError as error:
            meaning = self._meaning(error, token, b"")
            if isinstance(meaning, NotToldError):
                return False
            raise meaning from None

    def close(self) -> None:
        """End all calls: whoever follows one is told that the server is not there."""
        self._channel.close()

    def _meaning(self, error: Any, token: Token, replay: bytes) -> Exception:
        """Sort a refusal: https://developer.salesforce.com/docs/platform/pub-sub-api/guide/handling-errors.html."""
        status, said = error.code(), _error_code(error)
        if status is grpc.StatusCode.UNAUTHENTICATED:
            self._forget(token)
            return SignInAgainError("The Pub/Sub API refuses the session.")
        if replay and ".replayid." in said:
            return ResyncError("The Pub/Sub API does not know where reading stopped any more.")
        if status is grpc.StatusCode.RESOURCE_EXHAUSTED:
            return ThrottledError("The Pub/Sub API asks for fewer clients.")
        if status in _NOT_TOLD:
            return NotToldError(said or status.name)
        return _gone(status.name)


def _signed(token: Token) -> tuple[tuple[str, str], ...]:
    return (("accesstoken", token.secret), ("instanceurl", token.instance), ("tenantid", token.org_id))


def _gone(said: str) -> ConnectorError:
    return UnavailableError(f"The line to the Pub/Sub API ended: {said}.")


def _error_code(error: Any) -> str:
    """Answer Salesforce's own code, which stands in the trailers."""
    trailers = error.trailing_metadata() or ()
    return next((str(value) for key, value in trailers if key == "error-code"), "")
