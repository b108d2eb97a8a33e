"""Who carries a notification to a web hook: passed in, so that tests need no network."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Protocol

import requests

if TYPE_CHECKING:
    from .subscriptions import Subscriptions

_PATIENCE: Final = 3.0
"""Seconds that a hook has for its answer.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""
_OK: Final = range(200, 300)


class Courier(Protocol):
    """Reaches web hooks."""

    def validate(self, url: str, token: str) -> bool:
        """Ask whether a hook echoes the token: status 200, as plain text."""

    def deliver(self, url: str, content: dict[str, Any]) -> bool:
        """Deliver notifications; answers whether the hook took them (2xx within three seconds)."""


class WebCourier:
    """Carries over the network, by a session of one's own if need be; the plain one knows no proxies."""

    def __init__(self, session: requests.Session | None = None) -> None:
        self._session = session or requests.Session()
        if session is None:
            self._session.trust_env = False

    def validate(self, url: str, token: str) -> bool:
        """See `Courier`.

        https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
        """
        try:
            answer = self._session.post(
                url, params={"validationToken": token}, headers={"Content-Type": "text/plain; charset=utf-8"},
                timeout=10,
            )  # fmt: skip
        except requests.RequestException:
            return False
        plain = answer.headers.get("Content-Type", "").startswith("text/plain")
        return answer.status_code == requests.codes.ok and plain and answer.text == token

    def deliver(self, url: str, content: dict[str, Any]) -> bool:
        """See `Courier`."""
        try:
            return self._session.post(url, json=content, timeout=_PATIENCE).status_code in _OK
        except requests.RequestException:
            return False


class Postman:
    """A thread that delivers whatever there is, until it is stopped."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped:
            with self._subscriptions.news:
                self._subscriptions.news.wait(0.5)
            if len(self._subscriptions) and not self._stopped:
                self._subscriptions.deliver()

    def stop(self) -> None:
        """End after what is under way."""
        self._stopped = True
        with self._subscriptions.news:
            self._subscriptions.news.notify_all()
        self._thread.join(timeout=5)
