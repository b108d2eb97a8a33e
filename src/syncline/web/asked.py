"""What a request comes with besides itself: whoever serves the pages puts it into the WSGI environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from syncline.store.port import Store

STORE = "syncline.store"
"""The key under which the store comes."""


def store_of(request: HttpRequest) -> Store:
    """Answer the store that the request is about."""
    store: Store = request.META[STORE]
    return store
