"""Delivers push notifications over the network, for servers that stand on a socket."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

import requests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calendar.channels import Channels

_TIMEOUT = 5
_PAUSE = 0.5
"""Seconds until it is noticed at the latest that the server stops."""


class Postman:
    """A thread that sends what waits as soon as it is there."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="google-push", daemon=True)

    def start(self) -> Self:
        """Begin to deliver."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Deliver no more."""
        self._stopped.set()
        self._thread.join(timeout=2 * _TIMEOUT)

    def _run(self) -> None:
        while not self._stopped.is_set():
            if self._channels.wait(_PAUSE):
                self._channels.deliver(post)


def post(address: str, headers: Mapping[str, str]) -> int:
    """Send a message without a body; answers the status, 0 if nobody answers."""
    try:
        return requests.post(address, headers=dict(headers), timeout=_TIMEOUT).status_code
    except requests.RequestException:
        return 0
