"""Why no token is given, as Microsoft Entra says it.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class _Kind(NamedTuple):
    error: str
    text: str
    status: int = 400


_KINDS: Final = {
    50027: _Kind("invalid_client", "JWT token is invalid or malformed.", 401),
    50034: _Kind("invalid_request", "The requested resource could not be found."),
    70003: _Kind("unsupported_grant_type", "The app requested an unsupported grant type '{0}'."),
    90002: _Kind(
        "invalid_request",
        "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
        "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for "
        "the tenant.",
    ),
    500011: _Kind(
        "invalid_resource",
        "The resource principal named {0} was not found in the tenant. This can happen if the application has not "
        "been installed by the administrator of the tenant or consented to by any user in the tenant.",
    ),
    700016: _Kind(
        "unauthorized_client",
        "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application "
        "has not been installed by the administrator of the tenant or consented to by any user in the tenant. You "
        "may have sent your authentication request to the wrong tenant.",
    ),
    700024: _Kind(
        "invalid_client",
        "Client assertion is not within its valid time range. Current time: {0}, expiry time of assertion {1}.",
        401,
    ),
    700027: _Kind(
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on application. "
        "[Reason - {0}]",
        401,
    ),
    900144: _Kind("invalid_request", "The request body must contain the following parameter: '{0}'."),
    1002012: _Kind(
        "invalid_scope",
        "The provided value for scope {0} is not valid. Client credential flows must have a scope value with "
        "/.default suffixed to the resource identifier (application ID URI).",
    ),
    7000215: _Kind(
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
        "the client secret ID, for a secret added to app '{0}'.",
        401,
    ),
    7000216: _Kind(
        "invalid_request",
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
    7000222: _Kind(
        "invalid_client",
        "The provided client secret keys for app '{0}' are expired. Visit the Azure portal to create new keys for "
        "your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
        "https://aka.ms/certCreds.",
        401,
    ),
    7000229: _Kind(
        "unauthorized_client",
        "The client application {0} is missing service principal in the tenant {1}. See instructions here: "
        "https://go.microsoft.com/fwlink/?linkid=2225119",
    ),
}


class SignInError(Exception):
    """A token request that is refused, by the number after AADSTS."""

    def __init__(self, number: int, *details: str) -> None:
        super().__init__(number)
        self.number = number
        self.status = _KINDS[number].status
        self.description = f"AADSTS{number}: {_KINDS[number].text.format(*details)}"

    def body(self, now: datetime, trace: str, correlation: str, origin: str) -> dict[str, Any]:
        """Answer the JSON that tells it."""
        moment = now.strftime("%Y-%m-%d %H:%M:%SZ")
        tail = f" Trace ID: {trace} Correlation ID: {correlation} Timestamp: {moment}"
        return {
            "error": _KINDS[self.number].error,
            "error_description": self.description + tail,
            "error_codes": [self.number],
            "timestamp": moment,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"{origin}/error?code={self.number}",
        }
