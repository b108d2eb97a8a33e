"""What a request comes with besides itself: whoever serves the pages puts it into the WSGI environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

    from syncline.store.port import Store

STORE = "syncline.store"
"""The key under which the store comes."""
CLOCK = "syncline.clock"
"""The key under which comes what answers the current instant."""


def store_of(request: HttpRequest) -> Store:
    """Answer the store that the request is about."""
    store: Store = request.META[STORE]
    return store


def now_of(request: HttpRequest) -> datetime:
    """Answer the current instant, aware and in UTC."""
    clock: Callable[[], datetime] = request.META[CLOCK]
    return clock()
