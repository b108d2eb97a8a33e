"""Access tokens by the OAuth 2.0 JWT bearer flow, one per acting user, kept in memory only.

Source: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from syncline.connectors.errors import BadAnswerError, SignInAgainError
from syncline.connectors.salesforce.api import TOKEN
from syncline.connectors.salesforce.sign_in_refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.salesforce.actor import Actor
    from syncline.connectors.salesforce.meter import Meter
    from syncline.connectors.transport import Answer, Transport

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = timedelta(minutes=3)
_OFF = timedelta(minutes=1)
"""A clock that is further off than this is a reason to ask once more; a user who is refused anyway is asked once."""
_OK = 200


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and where it is good. The token itself is not shown."""

    secret: str = field(repr=False)
    instance: str
    org_id: str
    user_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class App:
    """The External Client App and its key."""

    login_url: str
    client_id: str = field(repr=False)
    private_key_pem: str = field(repr=False)
    audience: str


class SignIn:
    """Signs users in and remembers their tokens. May be used by many threads at once."""

    def __init__(self, app: App, transport: Transport, meter: Meter, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._transport = transport
        self._meter = meter
        self._clock = clock
        self._ahead = timedelta()
        """How far ahead of ours the clock is that assertions are dated by."""
        self._tokens: dict[str, Token] = {}
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def token(self, actor: Actor) -> Token:
        """Answer the user's token, signing in if there is none.

        Raises `SignInAgainError` (the app or the key is refused) and `StopRepError` (this rep is).
        """
        with self._guard:
            lock = self._locks[actor.username]
        with lock:
            token = self._tokens.get(actor.username)
            if token is None:
                token = self._tokens[actor.username] = self._fetch(actor)
            return token

    def forget(self, actor: Actor, token: Token) -> None:
        """Drop a token that the org no longer takes, unless another thread has renewed it meanwhile."""
        with self._guard:
            if self._tokens.get(actor.username) is token:
                del self._tokens[actor.username]

    def _fetch(self, actor: Actor) -> Token:
        answer = self._ask(actor)
        if answer.status != _OK and abs(self._meter.offset - self._ahead) > _OFF:
            # The org takes an assertion for three minutes of its own clock, and its answer has just shown that clock.
            self._ahead = self._meter.offset
            answer = self._ask(actor)
        if answer.status != _OK:
            raise refusal(actor, answer.status, answer.body)
        return self._read(answer.body)

    def _ask(self, actor: Actor) -> Answer:
        self._meter.count_sign_in()
        answer = self._transport.send(
            "POST",
            self._app.login_url + TOKEN,
            headers={"Accept": "application/json"},
            data={"grant_type": _GRANT, "assertion": self._assertion(actor)},
        )
        self._meter.note(answer.headers)
        return answer

    def _assertion(self, actor: Actor) -> str:
        claims = {
            "iss": self._app.client_id,
            "sub": actor.username,
            "aud": self._app.audience,
            "exp": int((self._clock() + self._ahead + _LIFETIME).timestamp()),
        }
        return jwt.encode(claims, _key(self._app.private_key_pem), algorithm="RS256")

    def _read(self, body: Any) -> Token:
        try:
            secret, instance, identity = body["access_token"], body["instance_url"], body["id"]
            org_id, user_id = urlsplit(identity).path.rstrip("/").split("/")[-2:]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadAnswerError("The token endpoint answers something that is not a token.") from error
        if self._app.login_url.startswith("https:") and not str(instance).startswith("https:"):
            raise BadAnswerError("The token endpoint names an instance without TLS.")
        return Token(str(secret), str(instance).rstrip("/"), org_id, user_id)


@lru_cache(maxsize=8)
def _key(pem: str) -> RSAPrivateKey:
    """Read a key, once: checking its primes takes longer than a whole cycle."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None  # the cause could quote the key
    if not isinstance(key, RSAPrivateKey):
        raise SignInAgainError(
            "The private key of the Salesforce connection is not an RSA key in PEM form without a password.",
            code="private_key_unreadable",
        )
    return key
