"""The first steps: a checklist that ticks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from syncline.web.access.needs import REPORTS, SIGNED_IN, VIEW, needs
from syncline.web.access.visitor import visit_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the first page that is for them."""
    visitor = visit_of(request).visitor
    if VIEW.met_by(visitor):
        return redirect("status")
    return redirect("errors" if REPORTS.met_by(visitor) else "me")


@needs(VIEW)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what is done, and what comes next."""
    return render(request, "syncline/start.html", {})
