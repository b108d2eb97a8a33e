"""Access tokens by the JWT bearer flow with domain-wide delegation: one for each rep, kept in memory only.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest. The assertion is dated by the clock
that is passed in; where Google finds it too far off its own, once more by Google's.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import jwt

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.key import read_key
from syncline.connectors.google.sign_in_refusals import refusal
from syncline.connectors.watching import http_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.connectors.google.settings import GoogleSettings
    from syncline.connectors.transport import Answer, Transport
    from syncline.connectors.watching import Watching

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = timedelta(hours=1)
_EARLY = timedelta(minutes=2)
"""A token is renewed so long before its end, that none ends on its way."""
_OFF = timedelta(minutes=1)
_OK = 200


@dataclass(frozen=True, slots=True)
class _Token:
    secret: str = field(repr=False)
    until: datetime


class SignIn:
    """Signs in for reps and remembers their tokens. May be used by many threads at once."""

    def __init__(
        self, settings: GoogleSettings, transport: Transport, watch: Watching, clock: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._watch = watch
        self._clock = clock
        self._ahead = timedelta()
        """How far ahead of ours the clock is that assertions are dated by."""
        self._granted = False
        self._tokens: dict[tuple[str, tuple[str, ...]], _Token] = {}
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def token(self, subject: str, scopes: Sequence[str]) -> str:
        """Answer a token that acts for the user `subject`, signing in if there is none that lasts.

        Raises `SignInAgainError` (the key or the delegation is refused) and `StopRepError` (this user is).
        """
        known = (subject.lower(), tuple(scopes))
        with self._guard:
            lock = self._locks[known[0]]
        with lock:
            token = self._tokens.get(known)
            if token is None or token.until - _EARLY <= self._clock():
                token = self._tokens[known] = self._fetch(subject, scopes)
            return token.secret

    def forget(self, subject: str) -> None:
        """Drop the user's tokens: the service takes one no longer."""
        with self._guard:
            for known in [one for one in self._tokens if one[0] == subject.lower()]:
                del self._tokens[known]

    def _fetch(self, subject: str, scopes: Sequence[str]) -> _Token:
        answer = self._ask(subject, scopes)
        if answer.status != _OK and abs(self._watch.offset - self._ahead) > _OFF:
            self._ahead = self._watch.offset
            answer = self._ask(subject, scopes)
        if answer.status != _OK:
            raise refusal(answer.status, answer.body, others=self._granted)
        self._granted = True
        return self._read(answer.body)

    def _ask(self, subject: str, scopes: Sequence[str]) -> Answer:
        key = read_key(self._settings.key)
        self._watch.count("token")
        answer = self._transport.send(
            "POST",
            key.token_url,
            headers={"Accept": "application/json"},
            data={"grant_type": _GRANT, "assertion": self._assertion(subject, scopes)},
        )
        self._watch.learn(http_date(answer.headers.get("Date")))
        return answer

    def _assertion(self, subject: str, scopes: Sequence[str]) -> str:
        key = read_key(self._settings.key)
        now = self._clock() + self._ahead
        claims = {
            "iss": key.email,
            "sub": subject,
            "scope": " ".join(scopes),
            "aud": key.token_url,
            "iat": int(now.timestamp()),
            "exp": int((now + _LIFETIME).timestamp()),
        }
        return jwt.encode(claims, key.private_key, algorithm="RS256", headers={"kid": key.id})

    def _read(self, body: Any) -> _Token:
        try:
            return _Token(str(body["access_token"]), self._clock() + timedelta(seconds=int(body["expires_in"])))
        except (KeyError, TypeError, ValueError) as error:
            raise BadAnswerError("The token endpoint answers something that is not a token.") from error
