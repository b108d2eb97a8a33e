"""Pages. The store comes with each request: whoever serves the pages puts it there (see `serve`)."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from syncline.store.errors import StoreError, StoreUnavailableError
from syncline.web.asked import store_of
from syncline.web.overview import overview

if TYPE_CHECKING:
    from django.http import HttpRequest

_SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def status(request: HttpRequest) -> HttpResponse:
    """Show every connection and every rep."""
    try:
        page = render(request, "syncline/status.html", overview(store_of(request)))
    except StoreUnavailableError:
        page = render(request, "syncline/unavailable.html", status=503)
    for name, value in _SAFE_HEADERS.items():
        page.headers[name] = value
    return page


def stylesheet(_request: HttpRequest) -> HttpResponse:
    """Answer the one style sheet."""
    css = files("syncline.web").joinpath("assets/syncline.css").read_bytes()
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})


def alive(_request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Say whether the database can be reached; 503 when it cannot."""
    try:
        store_of(request).setting("installation")
    except StoreError:
        return JsonResponse({"ready": False, "reason": "the database cannot be reached"}, status=503)
    return JsonResponse({"ready": True})
