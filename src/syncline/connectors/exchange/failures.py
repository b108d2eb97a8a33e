"""What goes wrong between here and the server, and what it means for the caller."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NameResolutionError

from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    SignInAgainError,
    StopConnectionError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.exchange.challenges import offered

if TYPE_CHECKING:
    from http import HTTPStatus

_UNAUTHORIZED = 401
_FORBIDDEN = 403
_TOO_MANY = 429
_SERVER = 500
_GATEWAY_TIMEOUT = 504


def host_of(url: str) -> str:
    """Answer the host that messages name."""
    return urlsplit(url).netloc.rpartition("@")[2]


def unreachable(error: OSError, operation: str, host: str) -> ConnectorError:
    """Translate what the transport raised. `requests` and sockets raise only kinds of `OSError`."""
    if isinstance(error, requests.exceptions.SSLError):
        return _untrusted(error, host)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnavailableError(f"the proxy did not connect to {host}", code="proxy_failed")
    if isinstance(error, (requests.exceptions.Timeout, TimeoutError)):
        return TimedOutError(f"{host} did not answer {operation} in time")
    if name_unknown(error):
        return StopConnectionError(f"no host is called {host}", code="unknown_host")
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return StopConnectionError("ews_url is not an address", code="bad_address")
    return UnavailableError(f"the connection to {host} failed during {operation}")


def _untrusted(error: requests.exceptions.SSLError, host: str) -> ConnectorError:
    if _inside(error, ssl.SSLCertVerificationError) or "certificate" in str(error).lower():
        return StopConnectionError(f"{host} did not prove who it is (TLS)", code="certificate")
    return StopConnectionError(f"{host} does not speak TLS 1.2 or later", code="tls")


def name_unknown(error: BaseException | None) -> bool:
    """Whether the name could not be resolved."""
    return _inside(error, NameResolutionError)


def _inside(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error of a kind is the reason: urllib3 says so deep inside what `requests` raises."""
    while error is not None:
        reasons = [getattr(one, "reason", None) for one in (error, *error.args) if isinstance(one, BaseException)]
        if any(isinstance(one, kind) for one in (error, *reasons)):
            return True
        error = error.__context__
    return False


def refused(response: requests.Response, operation: str, host: str) -> ConnectorError:
    """Translate an HTTP status that carries no SOAP answer."""
    status: HTTPStatus | int = response.status_code
    seen = f"{host} answered {operation} with HTTP {status}"
    if status == _UNAUTHORIZED:
        return _unauthorized(response, seen)
    if status == _FORBIDDEN:
        return SignInAgainError(seen, code="exchange_not_allowed")
    if status == _TOO_MANY:
        return ThrottledError(seen, after=_retry_after(response))
    if status == _GATEWAY_TIMEOUT:
        return TimedOutError(seen, after=_retry_after(response))
    if status >= _SERVER:
        return UnavailableError(seen, after=_retry_after(response))
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


def _retry_after(response: requests.Response) -> float | None:
    """Read Retry-After in seconds; its other form, a date, is left to the caller's own back-off."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None
