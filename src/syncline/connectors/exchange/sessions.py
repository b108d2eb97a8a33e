"""Sessions that take nothing from the environment by surprise: no .netrc, no other CA bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests
from exchangelib.transport import DEFAULT_HEADERS
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.settings import ExchangeSettings

_USER_AGENT = "Syncline"


def one_socket() -> BaseAdapter:
    """Make the transport of one session: one connection, no retries (who retries is decided above)."""
    return HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)


def new_session(settings: ExchangeSettings, adapter: Callable[[], BaseAdapter], url: str) -> requests.Session:
    """Make a session for the host of `url` that does not sign in."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(settings.ca_bundle) if settings.ca_bundle else True
    session.proxies = (
        {"http": settings.proxy, "https": settings.proxy} if settings.proxy else dict(get_environ_proxies(url))
    )
    session.headers.update(DEFAULT_HEADERS)
    session.headers["User-Agent"] = _USER_AGENT
    session.mount(url.partition("://")[0] + "://", adapter())
    return session
