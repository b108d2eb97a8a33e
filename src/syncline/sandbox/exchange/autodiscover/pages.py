"""The two addresses of Autodiscover on a web server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from . import pox, soap
from .service import POX_PATH

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Request

    from .service import Autodiscover

_XML = "text/xml; charset=utf-8"


def redirected(service: Autodiscover, request: Request) -> Response | None:
    """Answer the 302 of a host that only points elsewhere; nobody has to sign in for it."""
    target = service.moved.get(request.host.casefold())
    if target is None:
        return None
    return Response("Moved.", 302, {"Location": target}, content_type="text/plain")


def answered(service: Autodiscover, request: Request, now: datetime) -> Response:
    """Answer somebody who has signed in."""
    base = request.host_url.rstrip("/")
    if request.path.rstrip("/").lower() == POX_PATH:
        posted = request.method == "POST"
        text = pox.answer(service, request.get_data(), base, now) if posted else pox.invalid(now)
        return Response(text, content_type=_XML)
    if request.method != "POST":
        return Response("The service is up.", 200 if request.method == "GET" else 405, content_type="text/plain")
    try:
        return Response(soap.answer(service, request.get_data(), base), content_type=_XML)
    except soap.NoEnvelopeError:
        return Response("Bad Request", 400, content_type="text/plain")
