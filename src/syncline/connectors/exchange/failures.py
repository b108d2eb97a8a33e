"""What an answer by HTTP that is none of EWS means for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    SignInAgainError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.exchange.challenges import offered
from syncline.connectors.retry_after import asked_to_wait

if TYPE_CHECKING:
    from http import HTTPStatus

    import requests

_UNAUTHORIZED = 401
_FORBIDDEN = 403
_TOO_MANY = 429
_SERVER = 500
_GATEWAY_TIMEOUT = 504


def host_of(url: str) -> str:
    """Answer the host that messages name."""
    return urlsplit(url).netloc.rpartition("@")[2]


def refused(response: requests.Response, operation: str, host: str) -> ConnectorError:
    """Translate an HTTP status that carries no SOAP answer."""
    status: HTTPStatus | int = response.status_code
    seen = f"{host} answered {operation} with HTTP {status}"
    if status == _UNAUTHORIZED:
        return _unauthorized(response, seen)
    if status == _FORBIDDEN:
        return SignInAgainError(seen, code="exchange_not_allowed")
    if status == _TOO_MANY:
        return ThrottledError(seen, after=asked_to_wait(response.headers))
    if status == _GATEWAY_TIMEOUT:
        return TimedOutError(seen, after=asked_to_wait(response.headers))
    if status >= _SERVER:
        return UnavailableError(seen, after=asked_to_wait(response.headers))
    return BadAnswerError(seen)


def _unauthorized(response: requests.Response, seen: str) -> SignInAgainError:
    """Say whether the credentials were refused, or the way in which they were presented."""
    schemes = offered(response)
    tried = response.request.headers.get("Authorization", "").partition(" ")[0]
    told = f"{seen}; it offers {', '.join(schemes) or 'no way to sign in'}"
    if tried == "Basic" and "Basic" not in schemes:
        return SignInAgainError(told, code="exchange_basic_off")
    if not tried and "Basic" in schemes:
        return SignInAgainError(told, code="exchange_ntlm_off")
    if not tried:
        return SignInAgainError(told, code="exchange_no_sign_in")
    return SignInAgainError(f"{seen}: it refuses the service account", code="exchange_sign_in_refused")
