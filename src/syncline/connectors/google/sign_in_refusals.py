"""What Google's token endpoint says no with, and who has to act.

https://developers.google.com/identity/protocols/oauth2/service-account#jwt-error-codes - several situations share
`invalid_grant` and are told apart by the description alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import SignInAgainError, StopRepError, UnavailableError

if TYPE_CHECKING:
    from syncline.connectors.errors import ConnectorError

_SERVER_ERROR = 500
_CODES = {
    "unauthorized_client": "google_delegation_missing",
    "access_denied": "google_delegation_missing",
    "invalid_scope": "google_delegation_missing",
    "admin_policy_enforced": "google_not_allowed",
    "org_internal": "google_not_allowed",
    "invalid_client": "google_account_gone",
    "deleted_client": "google_account_gone",
    "disabled_client": "google_account_gone",
}
_NO_USER = ("invalid email or user id", "not a valid email", "user suspended", "user not found")
_GRANTS = (
    ("signature", "google_key_refused"),
    ("no valid verifier", "google_key_refused"),
    ("short-lived token", "google_clock"),
    ("reasonable timeframe", "google_clock"),
    ("account not found", "google_account_gone"),
    ("account disabled", "google_account_gone"),
    ("account has been deleted", "google_account_gone"),
)


def refusal(status: int, body: Any, *, others: bool) -> ConnectorError:
    """Answer the error that a refused token request is; `others` says that the same key signed in for somebody.

    The description may name the user and is not passed on.
    """
    if status >= _SERVER_ERROR:
        return UnavailableError(f"The token endpoint answers {status}.")
    told = body if isinstance(body, dict) else {}
    code = str(told.get("error", ""))
    seen = f"Google refuses the sign-in ({code or status})."
    if code in _CODES:
        return SignInAgainError(seen, code=_CODES[code])
    description = str(told.get("error_description", "")).lower()
    if any(words in description for words in _NO_USER):
        return StopRepError("Google knows no active user of the rep's address.", code="google_user_unknown")
    for words, meaning in _GRANTS:
        if words in description:
            return SignInAgainError(seen, code=meaning)
    if others:  # the same key signed in for somebody else: it is about this user
        return StopRepError(seen, code="google_user_refused")
    return SignInAgainError(seen, code="google_sign_in_refused")
