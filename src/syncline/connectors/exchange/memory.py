"""What is learned about servers and outlives the connections of one cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.autodiscover.known import Known
from syncline.connectors.exchange.names import Names
from syncline.connectors.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Memory:
    """Shared by the connections of one set-up, one after the other or side by side."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.known = Known(clock)
        """Where Autodiscover said that the domains' mailboxes are."""
        self.names = Names(clock)
        """Addresses of people in the directory."""
        self.pauses = Pauses(clock)
        """How long servers asked to be left alone."""
