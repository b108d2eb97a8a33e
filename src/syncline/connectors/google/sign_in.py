"""Access tokens by the JWT bearer flow with domain-wide delegation: one for each rep, kept in memory only.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest. The assertion is dated by the clock
that is passed in; where Google finds it too far off its own, once more by Google's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jwt

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.key import read_key
from syncline.connectors.google.sign_in_refusals import refusal
from syncline.connectors.google.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from syncline.connectors.google.settings import GoogleSettings
    from syncline.connectors.google.tokens import Tokens
    from syncline.connectors.transport import Answer, Transport
    from syncline.connectors.watching import Watching

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = timedelta(hours=1)
_EARLY = timedelta(minutes=2)
"""A token is renewed so long before its end, that none ends on its way."""
_OFF = timedelta(minutes=1)
_OK = 200


class SignIn:
    """Signs in for reps and remembers their tokens. May be used by many threads at once."""

    def __init__(
        self,
        settings: GoogleSettings,
        transport: Transport,
        watch: Watching,
        clock: Callable[[], datetime],
        tokens: Tokens,
    ) -> None:
        """`tokens` are those that earlier connections were given."""
        self._settings = settings
        self._transport = transport
        self._watch = watch
        self._clock = clock
        self._ahead = timedelta()
        """How far ahead of ours the clock is that assertions are dated by."""
        self._tokens = tokens

    def token(self, subject: str, scopes: Sequence[str]) -> str:
        """Answer a token that acts for the user `subject`, signing in if there is none that lasts.

        Raises `SignInAgainError` (the key or the delegation is refused) and `StopRepError` (this user is).
        """
        owner = self._owner(subject)
        with self._tokens.asking(owner):
            token = self._tokens.find(owner, scopes)
            if token is None or token.until - _EARLY <= self._clock():
                token = self._fetch(subject, scopes)
                self._tokens.keep(owner, scopes, token)
            return token.secret

    def forget(self, subject: str) -> None:
        """Drop the user's tokens: the service takes one no longer."""
        self._tokens.drop(self._owner(subject))

    def _owner(self, subject: str) -> tuple[str, str]:
        """A token is one key's: with a new key in the file, the old one's tokens are not used any more."""
        return read_key(self._settings.key).id, subject.lower()

    def _fetch(self, subject: str, scopes: Sequence[str]) -> Token:
        answer = self._ask(subject, scopes)
        if answer.status != _OK and abs(self._watch.offset - self._ahead) > _OFF:
            self._ahead = self._watch.offset
            answer = self._ask(subject, scopes)
        if answer.status != _OK:
            raise refusal(answer.status, answer.body, others=self._tokens.any_of(read_key(self._settings.key).id))
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
        self._watch.heed(answer.headers)
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

    def _read(self, body: Any) -> Token:
        try:
            return Token(str(body["access_token"]), self._clock() + timedelta(seconds=int(body["expires_in"])))
        except (KeyError, TypeError, ValueError) as error:
            raise BadAnswerError("The token endpoint answers something that is not a token.") from error
