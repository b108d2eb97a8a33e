"""The token endpoint: an assertion signed by a service account buys an access token for one user's data.

https://developers.google.com/identity/protocols/oauth2/service-account (request, answer, and the table of errors)
https://developers.google.com/workspace/guides/create-credentials#delegate_domain-wide_authority_to_your_service_account
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import jwt

from .keys import ADDRESS, ServiceKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.sandbox.clock import Clock

JWT_BEARER: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE: Final = "https://oauth2.googleapis.com/token"
"""What an assertion is addressed to, wherever the token endpoint is reached."""
_HOUR: Final = 3600
_SKEW: Final = 300
"""Seconds by which the client's clock may differ."""
_SCOPE_PREFIX: Final = "https://www.googleapis.com/auth/"
_NOT_SHORT: Final = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp "
    "values in the JWT claim."
)
_UNAUTHORIZED: Final = (
    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the "
    "scopes requested."
)


class TokenRefusedError(Exception):
    """The endpoint answers an OAuth error: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.body = {"error": error, "error_description": description}


@dataclass(frozen=True, slots=True)
class Grant:
    """Whose data a token opens, for what, and until when."""

    subject: str
    scopes: frozenset[str]
    expires: datetime


@dataclass(slots=True)
class TokenEndpoint:
    """Keys of the service account, what its client id was delegated, and the tokens that are out."""

    clock: Clock
    keys: dict[str, ServiceKey]
    """By key id; take one out to delete it."""
    is_user: Callable[[str], str | None]
    """Answers the primary address of a user in the domain, None if there is no such user."""
    delegated: set[str]
    """Scopes that the domain's admin gave the client id; change it at will."""
    disabled: bool = False
    """Whether the service account is switched off."""
    life: timedelta = timedelta(seconds=3599)
    granted: int = 0
    """How many tokens were given out."""
    _grants: dict[str, Grant] = field(default_factory=dict)

    def exchange(self, form: Mapping[str, str], own_address: str) -> dict[str, Any]:
        """Answer a token for an assertion. `own_address` is where the endpoint was reached: it may be the audience."""
        if form.get("grant_type") != JWT_BEARER:
            raise TokenRefusedError("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        claims = self._verified(form.get("assertion", ""))
        self._check_times(claims)
        if claims.get("aud") not in {AUDIENCE, own_address}:
            raise TokenRefusedError("invalid_grant", "Invalid JWT: Failed audience check. The right audience is "
                                    f"{AUDIENCE}")  # fmt: skip
        token = self.issue(self._subject(claims), self._scopes(claims))
        return {"access_token": token, "expires_in": int(self.life.total_seconds()), "token_type": "Bearer"}

    def issue(self, subject: str, scopes: frozenset[str]) -> str:
        """Give out a token without asking."""
        token = f"ya29.c.{secrets.token_urlsafe(48)}"
        self._grants[token] = Grant(subject, scopes, self.clock() + self.life)
        self.granted += 1
        return token

    def grant(self, token: str) -> Grant | None:
        """Answer what a token is good for; None if it is unknown or its time is over."""
        found = self._grants.get(token)
        return found if found is not None and self.clock() < found.expires else None

    def revoke_all(self) -> None:
        """Make every token that is out invalid."""
        self._grants.clear()

    def _verified(self, assertion: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(assertion)
            claims: dict[str, Any] = jwt.decode(assertion, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise TokenRefusedError("invalid_grant", "Invalid JWT: Failed to parse.") from None
        if claims.get("iss") != ADDRESS:
            raise TokenRefusedError("invalid_grant", "Invalid grant: account not found")
        if self.disabled:
            raise TokenRefusedError("disabled_client", "The OAuth client was disabled.", 401)
        self._check_signature(assertion, str(header.get("kid", "")))
        return claims

    def _check_signature(self, assertion: str, key_id: str) -> None:
        """Without a key id, any key of the account will do."""
        candidates = [self.keys[key_id]] if key_id in self.keys else list(self.keys.values()) if not key_id else []
        for key in candidates:
            try:
                jwt.decode(assertion, key.public_key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
            except jwt.InvalidTokenError:
                continue
            return
        raise TokenRefusedError("invalid_grant", "Invalid JWT Signature.")

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now, issued, expires = self.clock().timestamp(), claims.get("iat"), claims.get("exp")
        if not isinstance(issued, int | float) or not isinstance(expires, int | float):
            raise TokenRefusedError("invalid_grant", _NOT_SHORT)
        if issued > now + _SKEW or expires < now - _SKEW or expires - issued > _HOUR or expires <= issued:
            raise TokenRefusedError("invalid_grant", _NOT_SHORT)

    def _subject(self, claims: Mapping[str, Any]) -> str:
        """Without `sub` the service account acts as itself, and has neither calendar nor contacts."""
        named = claims.get("sub")
        if named is None or named == ADDRESS:
            return ADDRESS
        if not isinstance(named, str) or "@" not in named:
            raise TokenRefusedError("invalid_grant", "Not a valid email.")
        user = self.is_user(named)
        if user is None:
            raise TokenRefusedError("invalid_grant", "Invalid email or User ID")
        return user

    def _scopes(self, claims: Mapping[str, Any]) -> frozenset[str]:
        """Every scope must have been delegated, or there is no token at all."""
        asked = frozenset(str(claims.get("scope", "")).split())
        if not asked or not all(scope.startswith(_SCOPE_PREFIX) for scope in asked):
            raise TokenRefusedError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        acts_as_itself = claims.get("sub") in {None, ADDRESS}
        if not acts_as_itself and not asked <= self.delegated:
            raise TokenRefusedError("unauthorized_client", _UNAUTHORIZED, 401)
        return asked


_SIGNATURE_ONLY: Any = {
    "verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "verify_iss": False,
    "verify_sub": False, "verify_jti": False,
}  # fmt: skip
