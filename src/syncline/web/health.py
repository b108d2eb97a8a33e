"""Whether the process answers, and whether it can work: for whatever watches over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse

from syncline.store.errors import StoreError
from syncline.web.access.needs import ANYBODY, needs
from syncline.web.asked import store_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@needs(ANYBODY)
def alive(_request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"alive": True})


@needs(ANYBODY)
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether the database can be reached; 503 when it cannot."""
    try:
        store_of(request).setting("installation")
    except StoreError:
        return JsonResponse({"ready": False, "reason": "the database cannot be reached"}, status=503)
    return JsonResponse({"ready": True})
