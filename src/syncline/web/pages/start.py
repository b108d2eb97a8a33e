"""The first steps: a checklist that ticks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from syncline.web.access.needs import VIEW, needs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what is done, and what comes next."""
    return render(request, "syncline/start.html", {})
