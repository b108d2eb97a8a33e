"""Asks one Autodiscover address; never follows anything by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.exchange.autodiscover import pox, user_settings
from syncline.connectors.exchange.autodiscover.outcomes import Elsewhere, NoServiceError
from syncline.connectors.exchange.failures import host_of, refused
from syncline.connectors.exchange.sessions import new_session
from syncline.connectors.exchange.sign_in import SignIn
from syncline.connectors.unreachable import unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests
    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.autodiscover.outcomes import OtherAddress, Services
    from syncline.connectors.exchange.settings import ExchangeSettings

_OK = 200
_UNAUTHORIZED = 401
_SERVER = 500
_REDIRECTS = frozenset({301, 302, 307, 308})
_CONNECT, _READ = 5.0, 10.0
"""Seconds at most for each address: there may be several to try, and a connection test has half a minute."""


class Asking:
    """Signs in only where it is asked to: what stands at a guessed address may be somebody's web site."""

    def __init__(self, settings: ExchangeSettings, adapter: Callable[[], BaseAdapter]) -> None:
        self._settings = settings
        self._adapter = adapter
        self._sign_in = SignIn(settings, asked=True)
        self._timeout = (min(settings.connect_timeout, _CONNECT), min(settings.read_timeout, _READ))

    def ask(self, url: str, address: str) -> Services | Elsewhere | OtherAddress:
        """Ask about a mailbox. Raises `NoServiceError`, or `SignInAgainError` if the credentials are refused."""
        host = host_of(url)
        over_soap = urlsplit(url).path.lower().endswith(".svc")
        body = user_settings.question(address, url) if over_soap else pox.question(address)
        response = self._send("POST", url, body)
        status = response.status_code
        if status in _REDIRECTS and "Location" in response.headers:
            return Elsewhere(urljoin(url, response.headers["Location"]))
        if status == _UNAUTHORIZED:
            raise refused(response, "Autodiscover", host)
        if status != _OK:
            raise NoServiceError(f"{host} answers HTTP {status}", passing=status >= _SERVER)
        return user_settings.read(response.content, host) if over_soap else pox.read(response.content, host)

    def pointer(self, url: str) -> str | None:
        """Ask plain http, without credentials, where Autodiscover is; None if it does not say."""
        try:
            response = self._send("GET", url, None)
        except NoServiceError:
            return None
        return response.headers.get("Location") if response.status_code in _REDIRECTS else None

    def _send(self, method: str, url: str, body: bytes | None) -> requests.Response:
        host = host_of(url)
        with new_session(self._settings, self._adapter, url) as session:
            if body is not None:
                session.auth = self._sign_in
            try:
                return session.request(method, url, data=body, timeout=self._timeout, allow_redirects=False)
            except (OSError, ValueError) as error:
                why = unreachable(error, "Autodiscover", host)
                passing = isinstance(why, RetryLaterError)
                raise NoServiceError(why.detail, passing=passing, unreachable=True) from error
