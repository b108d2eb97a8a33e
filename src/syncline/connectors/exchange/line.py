"""The line to a server: exchangelib's pool of authenticated sessions, with our transport and time-outs.

exchangelib's own Protocol is cached for the life of the process by endpoint and credentials; here the line belongs to
its connection instead, so that a changed password or certificate takes effect with a new connection.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import requests
from exchangelib.configuration import Configuration
from exchangelib.protocol import BaseProtocol, FailFast
from exchangelib.transport import DEFAULT_HEADERS, NOAUTH
from exchangelib.version import EXCHANGE_2013_SP1, Version
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.settings import ExchangeSettings
    from syncline.connectors.exchange.sign_in import SignIn

_USER_AGENT = "Syncline"

# exchangelib logs requests and answers, that is people's data, when something goes wrong.
_LOGGER = logging.getLogger("exchangelib")
_LOGGER.addHandler(logging.NullHandler())
_LOGGER.propagate = False


def one_socket() -> BaseAdapter:
    """Make the transport of one session: one connection, no retries (who retries is decided above)."""
    return HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)


class Line(BaseProtocol):  # type: ignore[misc] # exchangelib has no types
    """Sessions to one server, lent to one thread at a time."""

    def __init__(self, settings: ExchangeSettings, adapter: Callable[[], BaseAdapter], sign_in: SignIn) -> None:
        self._settings = settings
        self._sign_in = sign_in
        self._adapter = adapter
        self._proxies = _proxies(settings)
        super().__init__(
            Configuration(
                service_endpoint=settings.ews_url,
                auth_type=NOAUTH,
                version=Version(build=EXCHANGE_2013_SP1),
                retry_policy=FailFast(),
                max_connections=settings.max_connections,
            )
        )

    def get_auth_type(self) -> str:
        """Answer how to sign in; never asked, because the settings say so."""
        return str(self.config.auth_type)

    def raw_session(self, prefix: str, **_oauth: Any) -> requests.Session:
        """Make a session that takes nothing from the environment by surprise (no .netrc, no other CA bundle)."""
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self._settings.ca_bundle) if self._settings.ca_bundle else True
        session.proxies = dict(self._proxies)
        session.headers.update(DEFAULT_HEADERS)
        session.headers["User-Agent"] = _USER_AGENT
        session.mount(prefix, self._adapter())
        return session

    def create_session(self) -> requests.Session:
        """Make a session that signs in as the settings say."""
        session: requests.Session = super().create_session()
        session.auth = self._sign_in
        return session

    def post(self, data: bytes, headers: Mapping[str, str]) -> requests.Response:
        """Send one request and read its whole answer. Raises what `requests` raises, and `OSError`."""
        session = self.get_session()
        try:
            response: requests.Response = session.post(
                self.service_endpoint,
                data=data,
                headers=dict(headers),
                timeout=(self._settings.connect_timeout, self._settings.read_timeout),
                allow_redirects=False,
            )
        except BaseException:
            self.retire_session(session)
            raise
        self.release_session(session)
        return response


def _proxies(settings: ExchangeSettings) -> Mapping[str, str]:
    if settings.proxy:
        return {"http": settings.proxy, "https": settings.proxy}
    return get_environ_proxies(settings.ews_url)
