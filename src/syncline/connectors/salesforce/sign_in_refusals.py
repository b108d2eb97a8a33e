"""What the token endpoint says no with, and who has to act.

Codes: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm - several situations share
`invalid_grant` and are told apart by the description alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    ConnectorError,
    SignInAgainError,
    StopOrgError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)

if TYPE_CHECKING:
    from syncline.connectors.salesforce.actor import Actor

_SERVER_ERROR = 500
_NOT_AUTHORIZED = frozenset({"user hasn't approved this consumer", "user is not admin approved to access this app"})
_INACTIVE = frozenset({"inactive user", "user is inactive", "inactive_user"})


def refusal(actor: Actor, status: int, body: Any) -> ConnectorError:
    """Answer the error that a refused token request is. The description may name the user and is not passed on."""
    if status >= _SERVER_ERROR:
        return UnavailableError(f"The token endpoint answers {status}.")
    told = body if isinstance(body, dict) else {}
    code = str(told.get("error", ""))
    description = str(told.get("error_description", "")).strip().lower()
    if code in {"rate_limit_exceeded", "login_rate_exceeded"} or description == "login rate exceeded":
        return ThrottledError("The org asks for fewer sign-ins.")
    if code == "inactive_org":
        return StopOrgError("The org is not active.", code="org_inactive")
    if code in {"inactive_user", "invalid_app_access"} or description in _INACTIVE | _NOT_AUTHORIZED:
        return _personal(actor, inactive=code == "inactive_user" or description in _INACTIVE)
    seen = f"Salesforce refuses the sign-in ({code or status})."
    if actor.rep:  # the integration user signed in with the same key a moment ago: it is about this user
        return StopRepError(seen, code="rep_sign_in_refused")
    return SignInAgainError(seen, code="salesforce_sign_in_refused")


def _personal(actor: Actor, *, inactive: bool) -> ConnectorError:
    if inactive:
        detail, code = "The Salesforce user is not active.", "user_inactive"
    else:
        detail, code = "The app may not act for this user.", "not_authorized"
    if actor.rep:
        return StopRepError(detail, code=f"rep_{code.removeprefix('user_')}")
    return SignInAgainError(f"The integration user cannot sign in: {detail}", code=f"salesforce_{code}")
