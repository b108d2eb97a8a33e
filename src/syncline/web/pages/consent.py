"""Admin consent for Microsoft 365 (SPEC 1.3): a link for whoever may grant it, and the page that they come back to."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from syncline import catalogue
from syncline.jobs.consent import GOOD_FOR, MICROSOFT365, UnknownStateError, ask, asked_for, take_answer
from syncline.web.access.needs import ANYBODY, CUSTOMIZE, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import now_of, store_of
from syncline.web.history import told, told_by_nobody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.store.rows import ConnectionRow


@needs(CUSTOMIZE)
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, name: str) -> HttpResponse:
    """Show what is known of a connection's consent; make a link on demand."""
    row = _row(request, name)
    context: dict[str, Any] = {"name": name, "back": return_address(request), "days": GOOD_FOR.days}
    if request.method == "POST":
        who = visit_of(request).visitor.name
        state = secrets.token_urlsafe(32)
        context["link"] = ask(store_of(request), row, context["back"], state, now_of(request), who)
        told(request, "connection", name, {"consent": ["", "a link was made"]})
    known = asked_for(store_of(request), name)
    context |= {"known": known, "waits": known.waits(now_of(request))}
    context["remedy"] = catalogue.remedy(known.code) if known.code else ""
    return render(request, "syncline/consent.html", context)


@needs(ANYBODY)
@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Take in what Microsoft sends an admin back with, who need not have an account here.

    Only an answer to a link of ours counts, once. What it says is shown and believed by nobody: the test tells.
    """
    try:
        name, found = take_answer(store_of(request), request.GET.dict(), now_of(request))
    except UnknownStateError:
        return render(request, "syncline/consent_returned.html", {"unknown": True}, status=400)
    told_by_nobody(request, "connection", name, {"consent": ["", "granted" if found.granted else found.code]})
    entry = catalogue.entry(found.code) if found.code else None
    context = {"name": name, "found": found, "what": entry.what if entry else ""}
    context["remedy"] = catalogue.remedy(found.code) if found.code else ""
    return render(request, "syncline/consent_returned.html", context)


def return_address(request: HttpRequest) -> str:
    """Answer the address that has to stand in the app's registration."""
    return request.build_absolute_uri(reverse("consent-returned"))


def _row(request: HttpRequest, name: str) -> ConnectionRow:
    rows = store_of(request).connections(secrets=False)
    found = next((row for row in rows if row.name == name and row.kind == MICROSOFT365), None)
    if found is None:
        raise Http404
    return found
