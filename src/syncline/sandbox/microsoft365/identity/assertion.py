"""Client assertions: an application proves with its certificate's key who it is.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import jwt

from .errors import SignInError

if TYPE_CHECKING:
    from datetime import datetime

    from jwt.types import Options

    from .app import App

TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS: Final = ["RS256", "PS256"]
_UNREAD: Final[Options] = {
    "verify_signature": False, "verify_exp": False, "verify_aud": False, "verify_iat": False, "verify_nbf": False,
}  # fmt: skip
_SIGNED: Final[Options] = {**_UNREAD, "verify_signature": True}


def client_of(assertion: str) -> str:
    """Answer who an assertion says it is of, unproved."""
    try:
        return str(jwt.decode(assertion, options=_UNREAD).get("sub", ""))
    except jwt.InvalidTokenError:
        raise SignInError(50027) from None


def prove(app: App, assertion: str, now: datetime, audiences: frozenset[str]) -> None:
    """Check signature, time and claims; raises `SignInError`."""
    claims = _claims(app, assertion)
    if str(claims.get("aud", "")) not in audiences or not claims.get("iss") == claims.get("sub") == app.client_id:
        raise SignInError(50027)
    begins, ends = claims.get("nbf", 0), claims.get("exp")
    if not isinstance(ends, int | float) or not isinstance(begins, int | float):
        raise SignInError(50027)
    if not begins - 300 <= now.timestamp() < ends:
        raise SignInError(700024, now.isoformat(), str(ends))


def _claims(app: App, assertion: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.InvalidTokenError:
        raise SignInError(50027) from None
    named = header.get("x5t#S256") or header.get("x5t") or header.get("kid") or ""
    certificate = app.certificate(str(named))
    if certificate is None:
        raise SignInError(700027, f"The key was not found., Thumbprint of key used by client: '{named}'")
    key: Any = certificate.public_key()
    try:
        return jwt.decode(assertion, key, algorithms=_ALGORITHMS, options=_SIGNED)
    except (jwt.InvalidTokenError, jwt.InvalidKeyError):
        raise SignInError(700027, "Client assertion failed signature validation.") from None
