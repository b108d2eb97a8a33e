"""The status of everything (SPEC 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from syncline.web.access.needs import VIEW, needs
from syncline.web.asked import store_of
from syncline.web.overview import overview

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(VIEW)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show every connection and every rep."""
    return render(request, "syncline/status.html", overview(store_of(request)))
