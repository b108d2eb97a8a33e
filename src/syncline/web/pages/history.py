"""The audit log: every change that a person made, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from syncline.web.access.needs import VIEW, needs
from syncline.web.lists import history as lists
from syncline.web.lists.window import window

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """List changes, newest first."""
    context = {
        "window": window(request, lists.found(request.GET), lists.shown),
        "asked": request.GET,
        "whats": lists.WHATS,
    }
    return render(request, "syncline/history.html", context)
