"""An add-in's pages may call from another origin, where the set-up file names it (SPEC 5.6); nobody else's may.

The CORS protocol (https://fetch.spec.whatwg.org/#http-cors-protocol), for the calls of the add-in alone.
Tokens travel in a header of their own, never by cookie: no answer allows credentials.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from syncline.web.asked import store_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SETTING = "add_in"
_CALLS = "/api/add-in/"
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}
_REFUSED = {
    "code": "origin_refused",
    "message": "Pages of this origin may not call here.",
    "remedy": "An administrator names the origin in the set-up file, under add_in: {origins: [...]}.",
}


def cross_origin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django's middleware. A call from an origin that is not named is answered like any: its pages cannot read that."""

    def answer(request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        if not origin or not request.path.startswith(_CALLS):
            return get_response(request)
        known = origin in _origins(request)
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = _preflight(known=known) if asks_first else get_response(request)
        if known:
            response.headers["Access-Control-Allow-Origin"] = origin
        patch_vary_headers(response, ["Origin"])
        return response

    return answer


def _preflight(*, known: bool) -> HttpResponse:
    """Answer a browser that asks before it sends a token. A refusal says why, to whoever looks at the exchange."""
    return HttpResponse(status=204, headers=_ALLOWED) if known else JsonResponse({"error": _REFUSED}, status=403)


def _origins(request: HttpRequest) -> list[str]:
    said = store_of(request).setting(SETTING)
    found: list[str] = (json.loads(said) if said else {}).get("origins", [])
    return found
