"""Access tokens: given out by the token endpoint, read by Graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import jwt

from syncline.sandbox.microsoft365.errors import GraphError

if TYPE_CHECKING:
    from jwt.types import Options

    from syncline.sandbox.microsoft365.tenant import Tenant

    from .app import App

LIFE: Final = 3599
"""Seconds that a token is good for."""
AUDIENCE: Final = "https://graph.microsoft.com"
_SIGNED: Final[Options] = {
    "verify_exp": False, "verify_aud": False, "verify_iat": False, "verify_nbf": False, "require": ["exp"],
}  # fmt: skip
"""Only the signature is left to the library: it knows no clock but the machine's."""


def issue(tenant: Tenant, app: App, origin: str) -> str:
    """Answer a token for Graph."""
    now = int(tenant.clock().timestamp())
    claims: dict[str, Any] = {
        "aud": AUDIENCE,
        "iss": f"{origin}/{tenant.id}/v2.0",
        "iat": now,
        "nbf": now,
        "exp": now + tenant.token_life,
        "appid": app.client_id,
        "tid": tenant.id,
        "roles": sorted(app.roles),
        "generation": tenant.token_generation,
    }
    return jwt.encode(claims, tenant.signing_key, algorithm="HS256")


def bearer(tenant: Tenant, authorization: str) -> App:
    """Answer the application that a token stands for; 401 InvalidAuthenticationToken if it is none, or too old."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _invalid("Access token is empty.")
    try:
        claims = jwt.decode(token.strip(), tenant.signing_key, algorithms=["HS256"], options=_SIGNED)
    except jwt.InvalidTokenError:
        raise _invalid("IDX14100: JWT is not well formed, there are no dots (.).") from None
    if claims["exp"] <= tenant.clock().timestamp() or claims["generation"] != tenant.token_generation:
        raise _invalid("Lifetime validation failed, the token is expired.")
    app = tenant.apps.get(claims["appid"])
    if app is None or not app.installed:
        raise _invalid("The service principal of the token is gone.")
    return app


def _invalid(text: str) -> GraphError:
    return GraphError(401, "InvalidAuthenticationToken", text)
