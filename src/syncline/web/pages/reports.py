"""Saving an error report under a name, and taking one out (SPEC 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.views.decorators.http import require_POST

from syncline.web.access.needs import REPORTS_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.history import told
from syncline.web.lists import reports as lists
from syncline.web.pages.back import back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(REPORTS_OR_OWN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the page shows."""
    visitor, name = visit_of(request).visitor, request.POST.get("name", "").strip()
    if not name or len(name) > lists.LONGEST:
        messages.error(request, f"Give the report a name of at most {lists.LONGEST} characters.")
    elif lists.full(visitor):
        messages.error(request, f"{lists.MOST} reports are as many as one person can have. Take one out first.")
    else:
        shared = request.POST.get("shared") == "yes"
        query = lists.query_of(request.POST)
        lists.save(visitor, name, query, shared=shared)
        told(request, "report", name, {"filter": ["", query]})
        messages.success(request, f"Saved as {name}.")
    return back(request, "errors")


@needs(REPORTS_OR_OWN)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a report out of the list; what it shows is not touched."""
    asked = request.POST.get("id", "")
    known = asked.isascii() and asked.isdecimal() and len(asked) < 19  # noqa: PLR2004 - what a row's id can be
    if known and lists.remove(visit_of(request).visitor, int(asked)):
        told(request, "report", asked, {"taken out": ["no", "yes"]})
        messages.success(request, "The report is taken out.")
    else:
        messages.error(request, "There is no such report of yours.")
    return back(request, "errors")
