"""The line to a server: exchangelib's pool of authenticated sessions, with our transport and time-outs.

exchangelib's own Protocol is cached for the life of the process by endpoint and credentials; here the line belongs to
its connection instead, so that a changed password or certificate takes effect with a new connection.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from exchangelib.configuration import Configuration
from exchangelib.protocol import BaseProtocol, FailFast
from exchangelib.transport import NOAUTH
from exchangelib.version import EXCHANGE_2013_SP1, Version

from syncline.connectors.exchange.answer import read_answer
from syncline.connectors.exchange.failures import refused
from syncline.connectors.exchange.refusals import error_of
from syncline.connectors.exchange.sessions import new_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import requests
    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.settings import ExchangeSettings
    from syncline.connectors.exchange.sign_in import SignIn

_OK = 200
_SILENCE = 100.0
"""Seconds without a sign of life after which a hanging answer is given up; servers give one every 30 to 45."""

# exchangelib logs requests and answers, that is people's data, when something goes wrong.
_LOGGER = logging.getLogger("exchangelib")
_LOGGER.addHandler(logging.NullHandler())
_LOGGER.propagate = False


class Line(BaseProtocol):  # type: ignore[misc] # exchangelib has no types
    """Sessions to one server, lent to one thread at a time."""

    def __init__(
        self, url: str, settings: ExchangeSettings, adapter: Callable[[], BaseAdapter], sign_in: SignIn
    ) -> None:
        self._settings = settings
        self._sign_in = sign_in
        self._adapter = adapter
        super().__init__(
            Configuration(
                service_endpoint=url,
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
        """Make a session that does not sign in."""
        return new_session(self._settings, self._adapter, prefix)

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

    def hang(self, data: bytes, headers: Mapping[str, str], operation: str) -> Iterator[bytes]:
        """Send one request on a session of its own and answer pieces of its answer as they come, uncompressed.

        Raises what `requests` raises, `OSError`, and what a refused request means.
        """
        with self.create_session() as session:
            response = session.post(
                self.service_endpoint,
                data=data,
                headers={**headers, "Accept-Encoding": "identity"},
                timeout=(self._settings.connect_timeout, max(self._settings.read_timeout, _SILENCE)),
                allow_redirects=False,
                stream=True,
            )
            if response.status_code != _OK:
                fault = read_answer(response, operation, self.server).fault
                raise refused(response, operation, self.server) if fault is None else error_of(fault, operation)
            yield from response.iter_content(None)
