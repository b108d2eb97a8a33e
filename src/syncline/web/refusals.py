"""What is said instead of a page."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from syncline.store.errors import StoreUnavailableError

if TYPE_CHECKING:
    from django.http import HttpRequest

_CALLS = "/api/"


def _refused(request: HttpRequest, status: int, title: str, said: str, remedy: str) -> HttpResponse:
    context = {"title": title, "said": said, "remedy": remedy}
    return render(request, "syncline/refused.html", context, status=status)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Say that a permission is missing."""
    return _refused(
        request, 403, "Not for you", "Your account does not have the permission for this page.",
        "Ask an administrator, who gives permissions under People.",
    )  # fmt: skip


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that a form did not come from one of our pages, or from one that is too old."""
    return _refused(
        request, 403, "This form is too old", "What you sent did not come from a page that is still good.",
        "Open the page anew and try again. Cookies must be allowed.",
    )  # fmt: skip


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as above
    """Say that there is no such page; where only slashes at the end are too many, lead to the page."""
    meant = request.path.rstrip("/")
    if request.method in {"GET", "HEAD"} and meant != request.path and is_valid_path(meant):
        query = request.META.get("QUERY_STRING", "")
        # Of two slashes at the beginning a browser would make another site.
        address = escape_leading_slashes(escape_uri_path(meant))
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    if request.path.startswith(_CALLS):
        told = {"code": "not_there", "message": "There is no such call.", "remedy": "See /api/openapi.json."}
        return JsonResponse({"error": told}, status=404)
    return _refused(request, 404, "Not there", "There is nothing at this address.", "Perhaps it was settled meanwhile.")


def too_many_tries(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say that signing in is closed for a while."""
    if request.path.startswith(_CALLS):
        told = {
            "code": "too_many_tries",
            "message": "A wrong password was given five times.",
            "remedy": "Wait a quarter of an hour, then try again.",
        }
        return JsonResponse({"error": told}, status=429)
    return _refused(
        request, 429, "Too many tries", "Somebody typed a wrong password for this name five times.",
        "Wait a quarter of an hour, then try again.",
    )  # fmt: skip


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the database is away (503), or that this is a defect (500). Django calls this beside the exception."""
    error = sys.exc_info()[1]
    if isinstance(error, StoreUnavailableError | OperationalError | InterfaceError):
        return HttpResponse(render_to_string("syncline/unavailable.html"), status=503)
    structlog.get_logger().error("page failed", kind=type(error).__name__, at=_place(error))
    return HttpResponse(render_to_string("syncline/failed.html"), status=500)


def _place(error: BaseException | None) -> str:
    """Where it was raised: an exception's own words may hold values."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def nobody_here(request: HttpRequest) -> HttpResponse:
    """Say that the provider knows somebody whom we do not."""
    return _refused(
        request, 403, "No account", "You signed in, but there is no account here with your e-mail address.",
        "Ask an administrator to make one, with the address that your provider has confirmed.",
    )  # fmt: skip


def not_signed_on(request: HttpRequest) -> HttpResponse:
    """Say that single sign-on came to nothing."""
    return _refused(
        request, 403, "Not signed in", "The provider did not sign you in, or its answer came too late or twice.",
        "Begin again at the sign-in page. If it lasts, an administrator checks issuer, client id and secret.",
    )  # fmt: skip
