"""Why a request got no answer: what `requests` and sockets raise, turned into an error of `errors.py`.

All connectors send by `requests`, so that this is said once for all of them.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

import requests
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from syncline.connectors.errors import StopConnectionError, TimedOutError, UnavailableError

if TYPE_CHECKING:
    from syncline.connectors.errors import ConnectorError

_HUNG_UP: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError, ConnectionError)
"""The line went down in the middle of TLS. Balancers do that to anybody now and then, and it proves nothing."""


def unreachable(error: Exception, operation: str, host: str) -> ConnectorError:
    """Translate what the transport raised: some kind of `OSError`, or `ValueError` for what is no address."""
    if isinstance(error, requests.exceptions.SSLError):
        return _without_tls(error, operation, host)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnavailableError(f"the proxy did not connect to {host}", code="proxy_failed")
    # A body that stops coming is no Timeout to `requests`, but a broken connection.
    if isinstance(error, (requests.exceptions.Timeout, TimeoutError)) or _inside(error, ReadTimeoutError):
        return TimedOutError(f"{host} did not answer {operation} in time")
    if _inside(error, NameResolutionError):
        return StopConnectionError(f"no host is called {host}", code="unknown_host")
    if isinstance(error, ValueError):
        return StopConnectionError(f"{host} is not an address that can be called", code="bad_address")
    return UnavailableError(f"the connection to {host} failed during {operation}")


def _without_tls(error: requests.exceptions.SSLError, operation: str, host: str) -> ConnectorError:
    if _inside(error, ssl.SSLCertVerificationError) or "certificate" in str(error).lower():
        return StopConnectionError(f"{host} shows no certificate that can be trusted", code="certificate")
    if any(_inside(error, kind) for kind in _HUNG_UP):
        return UnavailableError(f"{host} hung up during the TLS handshake of {operation}")
    return StopConnectionError(f"{host} does not speak TLS 1.2 or later", code="tls")


def _inside(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error of a kind is the reason: urllib3 says so deep inside what `requests` raises."""
    while error is not None:
        told = [one for one in (error, *error.args) if isinstance(one, BaseException)]
        reasons = [reason for one in told if (reason := getattr(one, "reason", None)) is not None]
        if any(isinstance(one, kind) for one in (*told, *reasons)):
            return True
        error = error.__context__
    return False
