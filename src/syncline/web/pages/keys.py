"""Keys made for the admin: the certificate is downloaded, the private key never leaves (SPEC 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from syncline.jobs.credentials import credentials_of
from syncline.jobs.key_drawer import UnknownKeyError
from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.asked import around, store_of
from syncline.web.history import told
from syncline.web.set_up.keys import TAKES

if TYPE_CHECKING:
    from django.http import HttpRequest


@needs(CUSTOMIZE)
@require_POST
def make(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a key for a connection of a kind, new or there already."""
    if kind not in TAKES:
        raise Http404
    made = around(request).keys.make()
    told(request, "key", made.id, {"ends": ["", made.ends.date().isoformat()]})
    messages.success(request, "A key and its certificate are made. Download the certificate and give it to the app.")
    name = request.POST.get("connection", "")
    return redirect("connection", name=name) if name else redirect("connection-new", kind=kind)


@needs(CUSTOMIZE)
@require_safe
def certificate(request: HttpRequest, key: str) -> HttpResponse:
    """Download the certificate of a key that was made here."""
    try:
        return _download(around(request).keys.get(key).certificate, f"syncline-{key[:8]}")
    except UnknownKeyError:
        raise Http404 from None


@needs(CUSTOMIZE)
@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a key away that no connection has taken."""
    try:
        around(request).keys.drop(key)
    except UnknownKeyError:
        raise Http404 from None
    told(request, "key", key, {"thrown away": ["no", "yes"]})
    messages.success(request, "The key is thrown away. Take its certificate out of the app, if it is there.")
    return redirect("connections")


@needs(VIEW)
@require_safe
def used_certificate(request: HttpRequest, name: str) -> HttpResponse:
    """Download the certificate with which a connection signs in; the private key is not part of it."""
    row = next((row for row in store_of(request).connections() if row.name == name), None)
    found = credentials_of(row).certificate if row is not None else ""
    if not found:
        raise Http404
    return _download(found, f"syncline-{name}")


def _download(pem: str, name: str) -> HttpResponse:
    safe = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "-" for one in name)
    answer = HttpResponse(pem, content_type="application/x-pem-file")
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}.crt"'
    return answer
